// Where the passphrases of age's programs come from: HOLDFAST_PASSPHRASE, --passphrase-file, or a
// person at the terminal.
#pragma once

#include "cli/compat/age_files.h"
#include "cli/compat/age_news.h"
#include "src/base/secret.h"

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::cli {

class AgePassphrases {
 public:
  // `news` and `standard_input` must outlive this.
  AgePassphrases(const AgeNews& news, StandardInput& standard_input)
      : news_(news), standard_input_(standard_input) {}

  // One that is given serves every question: from the environment, else from a file ("": none).
  // Throws Failed for a file that cannot be read.
  void give(std::optional<SecretText> passphrase, const std::string& file);

  // One that opens something. Throws Failed where nobody can be asked, and for an empty one. One
  // thread asks at a time.
  [[nodiscard]] SecretText ask(std::string_view prompt);
  // One to encrypt to: asked twice, or made of random words and shown at the terminal.
  [[nodiscard]] SecretText ask_new();

 private:
  [[nodiscard]] SecretText given() const;
  [[nodiscard]] SecretText ask_terminal(std::string_view prompt) const;
  [[nodiscard]] SecretText make() const;

  const AgeNews& news_;
  StandardInput& standard_input_;
  std::optional<SecretText> given_;
  std::mutex terminal_;
};

}  // namespace holdfast::cli
