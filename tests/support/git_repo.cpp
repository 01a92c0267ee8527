#include "tests/support/git_repo.h"

#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"

namespace holdfast::test {

namespace {

constexpr std::size_t kLargestOutput = std::size_t{64} << 20U;

enum class Complaints { Shown, Hidden };

ChildResult child(const Path& folder,
                  const std::vector<std::string>& words,
                  Complaints complaints = Complaints::Shown) {
  std::vector<std::string> line{"git", "-C", folder.string()};
  if (complaints == Complaints::Hidden) {
    line.insert(line.begin(), {"sh", "-c", "exec \"$@\" 2>/dev/null", "sh"});
  }
  line.insert(line.end(), words.begin(), words.end());
  // The last word on a variable is the environment's first.
  return run_child(line,
                   "",
                   kLargestOutput,
                   {"GIT_CONFIG_GLOBAL=/dev/null",
                    "GIT_CONFIG_SYSTEM=/dev/null",
                    "GIT_TERMINAL_PROMPT=0",
                    "LC_ALL=C"});
}

}  // namespace

std::string run_git(const Path& folder, const std::vector<std::string>& words) {
  const ChildResult result = child(folder, words);
  INFO("git " << words.front() << " in " << folder.string());
  REQUIRE(result.exit_code == 0);
  std::string output(result.output.expose());
  if (output.ends_with('\n')) output.pop_back();
  return output;
}

GitRepo::GitRepo(Kind kind) : root_(folder_.path() / "repo") {
  std::vector<std::string> words{"init", "-q", "-b", "main"};
  if (kind == Kind::Bare) words.emplace_back("--bare");
  words.push_back(root_.string());
  run_git(folder_.path(), words);
  git({"config", "user.name", "Toy User"});
  git({"config", "user.email", "toy@example.org"});
  git({"config", "commit.gpgSign", "false"});
}

Path GitRepo::write(const Path& name, std::string_view content) const {
  return folder_.write(Path("repo") / name, content);
}

std::string GitRepo::read(const Path& name) const { return read_file(root_ / name); }

std::string GitRepo::commit(std::string_view message) const {
  git({"add", "-A"});
  git({"commit", "-q", "--allow-empty", "-m", std::string(message)});
  return id("HEAD");
}

std::string GitRepo::commit_file(const Path& name, std::string_view content) const {
  write(name, content);
  return commit("add " + name.string());
}

std::string GitRepo::git(const std::vector<std::string>& words) const {
  return run_git(root_, words);
}

int GitRepo::git_code(const std::vector<std::string>& words) const {
  return child(root_, words, Complaints::Hidden).exit_code;
}

std::string GitRepo::id(std::string_view revision) const {
  return git({"rev-parse", "--verify", std::string(revision)});
}

std::string GitRepo::status() const {
  return git({"status", "--porcelain", "--untracked-files=all"});
}

}  // namespace holdfast::test
