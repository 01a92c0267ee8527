#include "src/base/io.h"

#include "tests/support/catch.h"
#include "tests/support/streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <string_view>

namespace holdfast {

TEST_CASE("io: a pipe gives what was written into it, then its end", "[base]") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  DescriptorSink(ends[1], "pipe").write(as_bytes("hello"));
  DescriptorSink(ends[1], "pipe").write({});
  ::close(ends[1]);
  DescriptorSource source(ends[0], "pipe");
  CHECK(test::read_all(source, 3) == to_bytes("hello"));
  ::close(ends[0]);
}

TEST_CASE("io: what the system refuses is said with the file's name", "[base]") {
  std::array<std::uint8_t, 1> byte{};
  const Error reading = test::error_of([&] { (void)DescriptorSource(-1, "in").read(byte); });
  CHECK(reading.code() == Code::Failed);
  CHECK(std::string_view(reading.what()).starts_with("in: cannot read: "));
  const Error writing = test::error_of([&] { DescriptorSink(-1, "out").write(byte); });
  CHECK(std::string_view(writing.what()).starts_with("out: cannot write: "));
}

TEST_CASE("io: a full disk is an error", "[base]") {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  if (full < 0) return;
  CHECK(test::code_of([&] { DescriptorSink(full, "out").write(as_bytes("x")); }) == Code::Failed);
  ::close(full);
}

}  // namespace holdfast
