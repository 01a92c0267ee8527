// Runs the real program, as a user's shell would.
#pragma once

#include "tests/support/temp_dir.h"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::test {

struct CliResult {
  int code = 0;
  std::string out;
  std::string err;
};

// A user with a home folder, an operator key and a keystore folder of their own.
class CliUser {
 public:
  CliUser();

  // Runs "holdfast --keystore ... WORDS" in `folder`, with the operator's identity at hand.
  [[nodiscard]] CliResult run(const Path& folder,
                              const std::vector<std::string>& words,
                              std::string_view input = {}) const;
  // The same; fails the test unless the exit code is 0.
  CliResult ok(const Path& folder,
               const std::vector<std::string>& words,
               std::string_view input = {}) const;
  // Runs any program with this user's environment, stdout and stderr kept.
  [[nodiscard]] CliResult run_program(const Path& folder,
                                      const std::vector<std::string>& words,
                                      std::string_view input = {}) const;

  [[nodiscard]] const Path& home() const { return home_.path(); }
  [[nodiscard]] Path keystore() const { return home() / "keystore"; }
  [[nodiscard]] Path backups() const { return home() / "backups"; }
  [[nodiscard]] const std::string& recipient() const { return recipient_; }
  // The words that every call of the program begins with.
  [[nodiscard]] std::vector<std::string> program() const;

 private:
  TempDir home_;
  std::string recipient_;
};

// The exit code that a shell sees for a signal.
inline constexpr int kKilled = 137;

}  // namespace holdfast::test
