#include "vault/git/attributes_probe.h"

#include "tests/vault/git/toy_commit.h"

#include <filesystem>

using namespace holdfast;
using namespace holdfast::vault::git;

namespace {

bool may_filter(const test::GitRepo& repo, std::string_view folder) {
  const Repository repository = test::open(repo);
  const IndexFile index(repository.git_folder());
  FolderWalk folders(repository.work_tree());
  return AttributesProbe(repository, index, folders).may_filter(folder);
}

}  // namespace

TEST_CASE("attributes_probe: what turns on a filter is recognised", "[vault][git]") {
  for (const char* line : {"* text", "*.yaml eol=lf", "* -crlf", "* ident", "[attr]mine diff"}) {
    CHECK(names_a_filter(line));
  }
  CHECK_FALSE(names_a_filter(""));
  CHECK_FALSE(names_a_filter("*.yaml diff=sopsdiffer\n*.png binary\n*.zip filter=lfs\n"));
}

TEST_CASE("attributes_probe: a folder has the filters of those above it", "[vault][git]") {
  const test::GitRepo repo;
  repo.write(".gitattributes", "*.yaml diff=sopsdiffer\n");
  repo.write("a/.gitattributes", "* text\n");
  repo.write("a/b/file", "1");
  repo.commit_file("c/file", "1");
  CHECK_FALSE(may_filter(repo, ""));
  CHECK_FALSE(may_filter(repo, "c"));
  CHECK(may_filter(repo, "a"));
  CHECK(may_filter(repo, "a/b"));
  std::filesystem::remove(repo.path() / "a/.gitattributes");
  CHECK(may_filter(repo, "a/b"));  // it is still tracked
}

TEST_CASE("attributes_probe: configuration may filter everywhere", "[vault][git]") {
  const test::GitRepo repo;
  repo.commit_file("file", "1");
  repo.git({"config", "core.autocrlf", "false"});
  CHECK_FALSE(may_filter(repo, ""));
  repo.git({"config", "core.autocrlf", "input"});
  CHECK(may_filter(repo, ""));
}
