// The recipients and identities that age's command line names.
#pragma once

#include "cli/compat/age_files.h"
#include "cli/compat/age_news.h"
#include "cli/compat/age_options.h"
#include "cli/compat/age_passphrases.h"
#include "crypto/age/identity.h"
#include "crypto/age/plugin_ui.h"
#include "crypto/age/recipient.h"

#include <string>

namespace holdfast::cli {

// What reading keys takes; all of it must outlive the keys.
struct AgeKeyReader {
  const AgeNews& news;
  StandardInput& standard_input;
  AgePassphrases& passphrases;
  age::PluginUi& plugin_ui;

  // Those of -r, -R, -i and -j, in this order. Throws Failed naming the file and line, or the
  // recipient.
  [[nodiscard]] age::Recipients recipients(const AgeOptions& options) const;
  // Those of -i and -j, in the order given. Encrypted ones stay closed until they are needed.
  [[nodiscard]] age::Identities identities(const AgeOptions& options) const;

 private:
  [[nodiscard]] age::Recipients recipients_file(const std::string& name) const;
  [[nodiscard]] age::IdentityPtr locked_file(SecretText text, const std::string& name) const;
  [[nodiscard]] age::IdentityPtr ssh_key(const SecretText& text, const std::string& name) const;
  [[nodiscard]] age::Identities identity_file(const std::string& name) const;
  [[nodiscard]] age::Identities plugin(const std::string& name) const;
  [[nodiscard]] age::Identities of(const AgeOptions::IdentityWord& word) const;
};

}  // namespace holdfast::cli
