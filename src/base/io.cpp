#include "src/base/io.h"

#include "src/base/file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace holdfast {

namespace {

Error system_error(const Path& name, std::string_view what) {
  return Error(Code::Failed, fmt::format("{}: {}", what, system_reason(errno))).in_file(name);
}

}  // namespace

DescriptorSource::DescriptorSource(int descriptor, Path name)
    : descriptor_(descriptor), name_(std::move(name)) {}

std::size_t DescriptorSource::read(std::span<std::uint8_t> into) {
  while (true) {
    const ssize_t got = ::read(descriptor_, into.data(), into.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) throw system_error(name_, "cannot read");
  }
}

DescriptorSink::DescriptorSink(int descriptor, Path name)
    : descriptor_(descriptor), name_(std::move(name)) {}

void DescriptorSink::write(ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw system_error(name_, "cannot write");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

}  // namespace holdfast
