#include "src/base/private_folder.h"

#include "src/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

#include <sys/stat.h>

#include <optional>

namespace holdfast {

TEST_CASE("private folder: for the owner alone, and gone with the object", "[base]") {
  const test::TempDir dir;
  Path path;
  const Path link = dir.path() / "link";
  {
    const PrivateFolder folder(dir.path());
    path = folder.path();
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0700U);
    write_new_private_file(path / "a", "secret");
    make_private_folder(path / "below");
    write_new_private_file(path / "below/b", "secret");
    std::filesystem::create_hard_link(path / "below/b", link);
    std::filesystem::create_symlink(dir.write("outside", "stays"), path / "pointer");
  }
  CHECK_FALSE(std::filesystem::exists(path));
  CHECK(read_file(link) == std::string(6, '\0'));  // overwritten, not only unlinked
  CHECK(read_file(dir.path() / "outside") == "stays");
}

TEST_CASE("private folder: two never share a name", "[base]") {
  const test::TempDir dir;
  CHECK(PrivateFolder(dir.path()).path() != PrivateFolder(dir.path()).path());
  CHECK(test::code_of([&] { const PrivateFolder folder(dir.path() / "nowhere"); }) == Code::Failed);
}

}  // namespace holdfast
