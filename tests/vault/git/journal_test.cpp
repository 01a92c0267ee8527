#include "vault/git/journal.h"

#include "src/base/file.h"
#include "tests/vault/git/toy_commit.h"

using namespace holdfast;
using namespace holdfast::vault::git;

namespace {

Journal sample() {
  Journal journal;
  journal.branch = "refs/heads/main";
  journal.old_commit = {{1}};
  journal.new_commit = {{2}};
  journal.run = "0123";
  journal.changes = {{"a/b.yaml", 0100644, {{3}}, {{4}}}, {"caf\xe9\n", 0100755, {{5}}, {{6}}}};
  journal.after = Json::object().set("rotation", "r1");
  return journal;
}

}  // namespace

TEST_CASE("journal: what is printed is read again", "[vault][git]") {
  const Journal read = Journal::parse(sample().print());
  CHECK(read.print() == sample().print());
  CHECK(read.branch == "refs/heads/main");
  CHECK(read.old_commit == ObjectId{{1}});
  REQUIRE(read.changes.size() == 2);
  CHECK(read.changes[1].path == "caf\xe9\n");
  CHECK(read.changes[1].mode == 0100755);
  CHECK(read.changes[1].new_blob == ObjectId{{6}});
  CHECK(read.after.at("rotation").text() == "r1");
}

TEST_CASE("journal: one that ends too early is malformed", "[vault][git]") {
  const std::string whole = sample().print();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    REQUIRE(test::code_of([&] { (void)Journal::parse(whole.substr(0, size)); }) == Code::Failed);
  }
  CHECK(test::code_of([&] { (void)Journal::parse(whole + "{}\n"); }) == Code::Failed);
}

TEST_CASE("journal: without one nothing is pending", "[vault][git]") {
  const test::GitRepo repo;
  const Repository repository = test::open(repo);
  CHECK_FALSE(pending_journal(repository));
  CHECK_NOTHROW(refuse_pending(repository));
}

TEST_CASE("journal: a malformed one is an error that names it, and still pending", "[vault][git]") {
  const test::GitRepo repo;
  const Repository repository = test::open(repo);
  repo.write(".git/holdfast/journal.jsonl", "{}\n");
  const Error error = test::error_of([&] { (void)pending_journal(repository); });
  CHECK(error.code() == Code::Failed);
  CHECK(error.file() == journal_file(repository).string());
  const Error refused = test::error_of([&] { refuse_pending(repository); });
  CHECK(refused.code() == Code::Stopped);
  CHECK(refused.advice().find("--resume") != std::string::npos);
}
