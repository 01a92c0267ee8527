#include "cli/compat/age_commands.h"
#include "cli/compat/age_files.h"
#include "cli/compat/age_keys.h"
#include "cli/compat/age_passphrases.h"
#include "cli/plugin_ui.h"
#include "crypto/age/decrypt.h"
#include "crypto/age/scrypt_passphrase.h"
#include "src/base/error.h"
#include "src/base/lookahead.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

namespace holdfast::cli {

namespace {

bool is_for_passphrase(std::span<const age::Stanza> stanzas) {
  return std::ranges::find(stanzas, "scrypt", &age::Stanza::type) != stanzas.end();
}

// In the place of identities where none is given: asks once it is known that a passphrase opens
// the file.
class AskedPassphrase final : public age::Identity {
 public:
  explicit AskedPassphrase(AgePassphrases& passphrases) : passphrases_(passphrases) {}

  [[nodiscard]] std::optional<age::FileKey> unwrap(
      std::span<const age::Stanza> stanzas) const override {
    if (!is_for_passphrase(stanzas)) {
      throw Error(Code::Failed, "the file is not passphrase-encrypted, identities are required")
          .hint("specify identities with -i/--identity or -j to decrypt this file");
    }
    auto file_key = age::ScryptIdentity(passphrases_.ask("Enter passphrase: ")).unwrap(stanzas);
    if (file_key) return file_key;
    throw Error(Code::Failed, "incorrect passphrase");
  }
  [[nodiscard]] std::string recipient() const override { return {}; }

 private:
  AgePassphrases& passphrases_;
};

// Before the identities that are given: nobody must be asked for their passphrases in vain.
class NoPassphrase final : public age::Identity {
 public:
  [[nodiscard]] std::optional<age::FileKey> unwrap(
      std::span<const age::Stanza> stanzas) const override {
    if (!is_for_passphrase(stanzas)) return std::nullopt;
    throw Error(
        Code::Usage,
        "file is passphrase-encrypted but identities were specified with -i/--identity or -j")
        .hint("remove all -i/--identity/-j flags to decrypt passphrase-encrypted files");
  }
  [[nodiscard]] std::string recipient() const override { return {}; }
};

age::Identities all_identities(const AgeOptions& options,
                               const AgeKeyReader& keys,
                               AgePassphrases& passphrases) {
  age::Identities all;
  if (options.identities.empty()) {
    all.push_back(std::make_unique<const AskedPassphrase>(passphrases));
    return all;
  }
  all.push_back(std::make_unique<const NoPassphrase>());
  std::ranges::move(keys.identities(options), std::back_inserter(all));
  return all;
}

// What a redirection in PowerShell makes of a binary age file: UTF-16, or CR LF.
void refuse_mangled(Lookahead& in) {
  constexpr std::string_view kIntro = "age-encryption.org/v1\r\n";
  const std::string_view start = as_text(in.peek(kIntro.size()));
  if (!start.starts_with("\xff\xfe") && !start.starts_with("\xfe\xff") &&
      !start.starts_with(kIntro))
    return;
  throw Error(Code::Integrity, "invalid header intro")
      .hint(
          "it looks like this file was corrupted by PowerShell redirection\n"
          "consider using -o or -a to encrypt files in PowerShell");
}

void refuse_control_characters(const SecretText& plain) {
  if (is_printable(plain.expose())) return;
  throw Error(Code::Failed, "refusing to output binary to the terminal")
      .hint("force anyway with \"-o -\"");
}

void decrypt_to(Sink& plain, Source& in, const age::Identities& with, unsigned jobs) {
  try {
    age::decrypt(in, plain, with, jobs);
  } catch (const Error& error) {
    if (error.code() != Code::NoIdentity) throw;
    throw Error(error.code(), "no identity matched any of the recipients");
  }
}

}  // namespace

void age_decrypt(const AgeOptions& options, AgeEnvironment environment, const AgeNews& news) {
  StandardInput standard_input;
  InputFile input = open_input(options.input, standard_input);
  TerminalPluginUi plugin_ui(news.terminal());
  AgePassphrases passphrases(news, standard_input);
  passphrases.give(std::move(environment.passphrase), options.passphrase_file);
  const age::Identities identities = all_identities(
      options, AgeKeyReader{news, standard_input, passphrases, plugin_ui}, passphrases);
  Lookahead ahead(input);
  refuse_mangled(ahead);
  OutputFile output(options.output);
  if (!options.output.empty() || !news.terminal().stdout_is_terminal()) {
    decrypt_to(output, ahead, identities, environment.jobs);
  } else {
    HeldOutput held(output);
    decrypt_to(held, ahead, identities, environment.jobs);
    refuse_control_characters(held.held());
    held.release();
  }
  output.close();
}

}  // namespace holdfast::cli
