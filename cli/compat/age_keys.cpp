#include "cli/compat/age_keys.h"

#include "cli/compat/age_locked_file.h"
#include "crypto/age/decrypt.h"
#include "crypto/age/key_lines.h"
#include "crypto/age/plugin.h"
#include "crypto/ssh/private_key.h"
#include "src/base/error.h"
#include "vault/keyring/identity_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>

namespace holdfast::cli {

namespace {

template <class Key>
void append(std::vector<Key>& to, std::vector<Key> more) {
  std::ranges::move(more, std::back_inserter(to));
}

// Here "" is not standard input but a file that cannot be there.
SecretText read_key_file(const std::string& name, StandardInput& standard_input) {
  if (name.empty()) throw Error(Code::Failed, "the name is empty");
  return InputFile(name, standard_input).read_all(age::kMaxKeyFile);
}

// What encrypts to the same identities.
void append_recipients(age::Recipients& to, const age::Identities& identities) {
  for (const age::IdentityPtr& identity : identities) {
    const auto* locked = dynamic_cast<const LockedIdentityFile*>(identity.get());
    if (locked != nullptr) {
      append_recipients(to, locked->opened());
    } else {
      to.push_back(identity->as_recipient());
    }
  }
}

age::RecipientPtr named_recipient(const std::string& text, age::PluginUi& ui) {
  try {
    return age::parse_recipient(text, &ui);
  } catch (const Error& error) {
    const bool known = text.starts_with("age1") || text.starts_with("ssh-");
    if (known) throw with_context(fmt::format("malformed recipient {}", in_quotes(text)), error);
    throw Error(error.code(), fmt::format("unknown recipient type: {}", in_quotes(text)))
        .hint(error.advice());
  }
}

}  // namespace

age::Recipients AgeKeyReader::recipients_file(const std::string& name) const {
  try {
    const SecretText text = read_key_file(name, standard_input);
    const auto warn = [&](std::string_view line) {
      news.warn(fmt::format("recipients file {}: {}", in_quotes(name), line));
    };
    age::Recipients recipients = age::parse_recipients_file(text.expose(), warn, &plugin_ui);
    if (recipients.empty()) throw Error(Code::Failed, "no recipients found");
    return recipients;
  } catch (const Error& error) {
    throw with_context(fmt::format("failed to parse recipient file {}", in_quotes(name)), error);
  }
}

age::IdentityPtr AgeKeyReader::locked_file(SecretText text, const std::string& name) const {
  return std::make_unique<const LockedIdentityFile>(std::move(text), [&from = passphrases, name] {
    return from.ask(fmt::format("Enter passphrase for identity file {}: ", in_quotes(name)));
  });
}

age::IdentityPtr AgeKeyReader::ssh_key(const SecretText& text, const std::string& name) const {
  return vault::read_ssh_key(text, name, [&from = passphrases](const std::string& file) {
    return from.ask(fmt::format("Enter passphrase for {}: ", in_quotes(file)));
  });
}

age::Identities AgeKeyReader::identity_file(const std::string& name) const {
  SecretText text = read_key_file(name, standard_input);
  const bool locked = age::is_age_file(text.expose());
  if (!locked && !ssh::looks_like_private_key(text.expose())) {
    return age::parse_identity_file(text.expose(), &plugin_ui);
  }
  age::Identities one;
  one.push_back(locked ? locked_file(std::move(text), name) : ssh_key(text, name));
  return one;
}

age::Identities AgeKeyReader::plugin(const std::string& name) const {
  age::Identities one;
  one.push_back(age::plugin_identity_without_data(name, &plugin_ui));
  return one;
}

age::Identities AgeKeyReader::of(const AgeOptions::IdentityWord& word) const {
  if (word.plugin) return plugin(word.text);
  try {
    return identity_file(word.text);
  } catch (const Error& error) {
    throw with_context(fmt::format("reading {}", in_quotes(word.text)), error);
  }
}

age::Identities AgeKeyReader::identities(const AgeOptions& options) const {
  age::Identities all;
  for (const AgeOptions::IdentityWord& word : options.identities) append(all, of(word));
  return all;
}

age::Recipients AgeKeyReader::recipients(const AgeOptions& options) const {
  age::Recipients all;
  for (const std::string& text : options.recipients)
    all.push_back(named_recipient(text, plugin_ui));
  for (const std::string& name : options.recipients_files) append(all, recipients_file(name));
  append_recipients(all, identities(options));
  return all;
}

}  // namespace holdfast::cli
