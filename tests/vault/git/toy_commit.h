// Commits over the files of a toy repository, whole or up to a step.
#pragma once

#include "tests/support/catch.h"
#include "tests/support/git_repo.h"
#include "vault/git/commit_run.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace holdfast::test {

struct Edit {
  std::string path;
  std::string content;
};

inline const vault::git::CommitText kToyText{
    .message = "rotate: expand\n\nHoldfast-Phase: expand\n",
    .author = {.name = "Toy User", .email = "toy@example.org"}};

inline vault::git::Repository open(const GitRepo& repo) {
  return vault::git::Repository::open(repo.path());
}

// The commit of HEAD.
inline vault::git::ObjectId head_of(const vault::git::Repository& repository) {
  const auto head = repository.resolve("HEAD");
  REQUIRE(head);
  return *head;
}

inline vault::git::TreeFile tree_file(const vault::git::Repository& repository,
                                      const std::string& path) {
  const auto files = repository.files(head_of(repository));
  const auto found = std::ranges::find(files, path, &vault::git::TreeFile::path);
  REQUIRE(found != files.end());
  return *found;
}

// The branch that HEAD names, or "HEAD".
inline std::string branch_of(const vault::git::Repository& repository) {
  return repository.head_branch().value_or("HEAD");
}

// The steps of a commit, each with those before it.
enum class Step { Opened, Added, Objects, Journal, Branch, Files, Finished };

// Commits the edits to HEAD's branch. `after` is called after each step and may throw, or end the
// process.
inline vault::git::WorkTreeOutcome commit_edits(vault::git::Repository& repository,
                                                const std::vector<Edit>& edits,
                                                const std::function<void(Step)>& after = {}) {
  const auto done = [&](Step step) {
    if (after) after(step);
  };
  const auto files = repository.files(head_of(repository));
  vault::git::CommitRun run(repository, branch_of(repository), head_of(repository));
  done(Step::Opened);
  for (const Edit& edit : edits) {
    const auto found = std::ranges::lower_bound(files, edit.path, {}, &vault::git::TreeFile::path);
    REQUIRE((found != files.end() && found->path == edit.path));
    run.add(*found, edit.content);
  }
  done(Step::Added);
  run.write_objects(kToyText);
  done(Step::Objects);
  run.write_journal(Json::object().set("phase", "expand"));
  done(Step::Journal);
  run.move_branch();
  done(Step::Branch);
  vault::git::WorkTreeOutcome outcome = run.update_work_tree();
  done(Step::Files);
  run.finish();
  done(Step::Finished);
  return outcome;
}

// Fails the test unless git finds the repository sound.
inline void require_sound(const GitRepo& repo) {
  repo.git({"fsck", "--full", "--strict", "--no-dangling", "--no-progress"});
}

}  // namespace holdfast::test
