#include "vault/git/packed_blob.h"

#include "tests/vault/git/toy_commit.h"

using namespace holdfast;
using namespace holdfast::vault::git;

TEST_CASE("packed_blob: names are those of git hash-object", "[vault][git]") {
  const test::GitRepo repo;
  for (const std::string& content :
       {std::string(), std::string("a: 1\r\n"), std::string(5000, 'x')}) {
    repo.write("file", content);
    CHECK(pack_blob(content).id.hex() == repo.git({"hash-object", "--no-filters", "file"}));
  }
}
