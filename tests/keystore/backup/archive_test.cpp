#include "keystore/backup/archive.h"

#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/peer_program.h"
#include "tests/support/temp_dir.h"

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::code_of;

namespace {

const Time kWhen = parse_utc("2026-11-24T02:15:03Z").value();

SecretText sample() {
  std::vector<ArchiveEntry> entries;
  entries.push_back({"README", SecretText("hello\n")});
  entries.push_back({"keys/empty", SecretText()});
  entries.push_back(
      {"log/" + std::string(64, 'a') + ".json.sig", SecretText(std::string(5000, 'x'))});
  return write_tar(entries, kWhen);
}

// What the real tar makes of files in a folder.
std::string tar_of(const test::TempDir& dir, const std::vector<std::string>& words) {
  std::vector<std::string> line{"tar", "-C", dir.path(), "-cf", "-"};
  line.insert(line.end(), words.begin(), words.end());
  const ChildResult result = run_child(line, "", std::size_t{1} << 20U);
  REQUIRE(result.exit_code == 0);
  return std::string(result.output.expose());
}

Code code_of_reading(std::string_view tar) {
  return code_of([&] { (void)read_tar(as_bytes(tar)); });
}

}  // namespace

TEST_CASE("archive: reads what it writes", "[keystore]") {
  const auto entries = read_tar(sample().expose_bytes());
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].path == "README");
  CHECK(entries[0].content.expose() == "hello\n");
  CHECK(entries[1].content.empty());
  CHECK(entries[2].content.size() == 5000);
  CHECK(read_tar(write_tar({}, kWhen).expose_bytes()).empty());
}

TEST_CASE("archive: the real tar unpacks it, mode 0600", "[keystore][interop]") {
  if (!test::peer_program("tar")) return;
  const test::TempDir dir;
  const SecretText tar = sample();
  const ChildResult list = run_child({"tar", "--utc", "-tvf", "-"}, tar.expose(), 4096);
  REQUIRE(list.exit_code == 0);
  CHECK_THAT(std::string(list.output.expose()),
             Catch::Contains("-rw-------") && Catch::Contains("2026-11-24 02:15"));
}

TEST_CASE("archive: cut off anywhere, it is damaged", "[keystore]") {
  const SecretText tar = sample();
  for (std::size_t size = 0; size < tar.size(); ++size) {
    CHECK(code_of_reading(tar.expose().substr(0, size)) == Code::Integrity);
  }
}

TEST_CASE("archive: no changed byte does more than be refused", "[keystore]") {
  const SecretText tar = sample();
  for (std::size_t at = 0; at < tar.size(); at += 3) {
    std::string bad(tar.expose());
    bad[at] = static_cast<char>(bad[at] ^ 0x55);
    try {
      for (const ArchiveEntry& entry : read_tar(as_bytes(bad))) CHECK(entry.content.size() <= 5000);
    } catch (const Error& error) {
      CHECK(error.code() == Code::Integrity);
    }
  }
}

TEST_CASE("archive: links, folders and paths that lead upwards are refused",
          "[keystore][interop]") {
  if (!test::peer_program("tar")) return;
  const test::TempDir dir;
  dir.write("sub/file", "x");
  std::filesystem::create_symlink("/etc/passwd", dir.path() / "link");
  std::filesystem::create_hard_link(dir.path() / "sub/file", dir.path() / "hard");
  CHECK(read_tar(as_bytes(tar_of(dir, {"sub/file"}))).size() == 1);
  CHECK(code_of_reading(tar_of(dir, {"link"})) == Code::Integrity);
  CHECK(code_of_reading(tar_of(dir, {"sub"})) == Code::Integrity);
  CHECK(code_of_reading(tar_of(dir, {"sub/file", "hard"})) == Code::Integrity);
  CHECK(code_of_reading(tar_of(dir, {"sub/file", "sub/file"})) == Code::Integrity);
  for (const char* rename : {"s,^,/,", "s,^,../,", "s,^sub,sub/..,", "s,^,./,"}) {
    INFO(rename);
    CHECK(code_of_reading(tar_of(dir, {"-P", "--transform", rename, "sub/file"})) ==
          Code::Integrity);
  }
}

TEST_CASE("archive: a sparse file may not claim any size", "[keystore][interop]") {
  if (!test::peer_program("tar")) return;
  const test::TempDir dir;
  const Path file = dir.write("sparse", "");
  std::filesystem::resize_file(file, std::uintmax_t{1} << 40U);
  CHECK(code_of_reading(tar_of(dir, {"-S", "sparse"})) == Code::Integrity);
}
