#include "src/base/file.h"

#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

namespace holdfast {

using test::TempDir;

namespace {

std::size_t entries(const Path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("file: an uncommitted atomic file leaves nothing behind", "[base]") {
  const TempDir dir;
  const Path file = dir.write("a", "old");
  {
    AtomicFile out(file, kPrivate);
    out.write(as_bytes("new"));
  }
  CHECK(read_file(file) == "old");
  CHECK(entries(dir.path()) == 1);
}

TEST_CASE("file: a committed atomic file replaces the old one, with its mode", "[base]") {
  const TempDir dir;
  const Path file = dir.write("a", "old");
  write_file(file, "new", std::filesystem::perms(0640));
  CHECK(read_file(file) == "new");
  CHECK(mode_of(file, kPrivate) == std::filesystem::perms(0640));
  CHECK(entries(dir.path()) == 1);
}

TEST_CASE("file: a symbolic link stays a link, its target is replaced", "[base]") {
  const TempDir dir;
  const Path target = dir.write("folder/target", "old");
  std::filesystem::create_symlink("folder/target", dir.path() / "link");
  write_file(dir.path() / "link", "new", kPrivate);
  CHECK(std::filesystem::is_symlink(dir.path() / "link"));
  CHECK(read_file(target) == "new");
}

TEST_CASE("file: a new private file is refused where one exists", "[base]") {
  const TempDir dir;
  const Path file = dir.write("a", "old");
  CHECK(test::code_of([&] { write_new_private_file(file, "new"); }) == Code::Failed);
  CHECK(read_file(file) == "old");
  write_new_private_file(dir.path() / "b", "new");
  CHECK(mode_of(dir.path() / "b", kPublic) == kPrivate);
}

TEST_CASE("file: more bytes than the limit are refused", "[base]") {
  const TempDir dir;
  const Path file = dir.write("a", "12345");
  CHECK(read_file(file, 5) == "12345");
  CHECK(test::code_of([&] { (void)read_file(file, 4); }) == Code::Failed);
}

TEST_CASE("file: errors name the file and the system's reason", "[base]") {
  const Error error = test::error_of([] { (void)read_file("/nowhere/at-all"); });
  CHECK(std::string(error.what()) == "/nowhere/at-all: cannot open: No such file or directory");
}

TEST_CASE("file: private folders are made with mode 0700, parents too", "[base]") {
  const TempDir dir;
  make_private_folder(dir.path() / "a" / "b");
  CHECK(mode_of(dir.path() / "a", kPublic) == std::filesystem::perms::owner_all);
  CHECK(mode_of(dir.path() / "a" / "b", kPublic) == std::filesystem::perms::owner_all);
}

TEST_CASE("file: a lock that another process holds says who", "[base]") {
  const TempDir dir;
  const FileLock held(dir.path() / "lock");
  const pid_t child = ::fork();
  if (child == 0) {
    // flock belongs to the open file: a second open() conflicts, also in a child.
    try {
      const FileLock second(dir.path() / "lock");
    } catch (const Error& error) {
      const bool named =
          std::string(error.what()).find(std::to_string(::getppid())) != std::string::npos;
      ::_exit(error.code() == Code::Locked && named ? 0 : 1);
    }
    ::_exit(2);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 0);
}

}  // namespace holdfast
