// fixtures/fleet as a Git repository, and a keystore that holds cluster-a's key.
#pragma once

#include "tests/support/cli.h"
#include "tests/support/git_repo.h"

#include <string>
#include <vector>

namespace holdfast::test {

class ToyFleet {
 public:
  // Copies the fixture, commits it, makes the keystore and imports cluster-a's key.
  ToyFleet();

  [[nodiscard]] const CliUser& user() const { return user_; }
  [[nodiscard]] const GitRepo& repo() const { return repo_; }
  [[nodiscard]] const Path& path() const { return repo_.path(); }
  [[nodiscard]] CliResult run(const std::vector<std::string>& words,
                              std::string_view input = {}) const {
    return user_.run(path(), words, input);
  }
  CliResult ok(const std::vector<std::string>& words) const { return user_.ok(path(), words); }
  // cluster-a's key as the fixture has it.
  [[nodiscard]] const std::string& old_recipient() const { return old_recipient_; }
  // Every file below the repository's root but .git that lists the recipient.
  [[nodiscard]] std::vector<std::string> files_listing(std::string_view recipient) const;
  // "--to" and a folder of the user's.
  [[nodiscard]] std::vector<std::string> with_backup(std::vector<std::string> words) const;

 private:
  CliUser user_;
  GitRepo repo_;
  std::string old_recipient_;
};

// A file of cluster-a, from the repository's root.
inline constexpr const char* kToySecret =
    "applications/overlays/cluster-a/services/cert-manager/dns-credentials-secret.yaml";

}  // namespace holdfast::test
