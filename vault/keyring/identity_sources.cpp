#include "vault/keyring/identity_sources.h"

#include "crypto/age/decrypt.h"
#include "crypto/age/scrypt_passphrase.h"
#include "crypto/age/ssh_keys.h"
#include "crypto/ssh/private_key.h"
#include "src/base/file.h"
#include "src/base/process.h"
#include "vault/keyring/split_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

namespace holdfast::vault {

namespace {

constexpr std::size_t kMaxIdentityFile = std::size_t{16} << 20U;  // as age
constexpr std::string_view kBlanks = " \t\r\n";

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread starts
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// An XDG_CONFIG_HOME that is not absolute makes sops look nowhere.
Path default_key_file() {
  const std::string config_home = variable("XDG_CONFIG_HOME").value_or("");
  Path folder = config_home;
  if (config_home.empty()) {
    const std::string home = variable("HOME").value_or("");
    if (home.empty()) return {};
    folder = Path(home) / ".config";
  }
  return folder.is_absolute() ? folder / "sops/age/keys.txt" : Path();
}

std::vector<Path> default_ssh_files() {
  const std::string home = variable("HOME").value_or("");
  if (home.empty()) return {};
  const Path folder = Path(home) / ".ssh";
  return {folder / "id_ed25519", folder / "id_rsa"};
}

std::string gpg_program() {
  std::string program = variable("SOPS_GPG_EXEC").value_or("");
  return program.empty() ? "gpg" : program;
}

SecretText open_with_passphrase(const SecretText& file,
                                const std::string& name,
                                const AskPassphrase& ask) {
  std::optional<SecretText> passphrase = ask ? ask(name) : std::nullopt;
  if (!passphrase) throw Error(Code::Failed, "it is encrypted, and no passphrase was given");
  age::Identities with;
  with.push_back(std::make_unique<const age::ScryptIdentity>(*std::move(passphrase)));
  try {
    return age::decrypt(file.expose_bytes(), with);
  } catch (const Error& error) {
    if (error.code() != Code::NoIdentity) throw;
    throw Error(Code::Failed, "the passphrase does not open it");
  }
}

// The identities of one source, whose text may be encrypted with a passphrase.
age::Identities read_source(const SecretText& text,
                            const std::string& name,
                            const AskPassphrase& ask,
                            age::PluginUi* ui) {
  if (!age::is_age_file(text.expose())) return age::parse_identity_file(text.expose(), ui);
  return age::parse_identity_file(open_with_passphrase(text, name, ask).expose(), ui);
}

std::optional<std::string> read_public_file(const Path& private_file) {
  const Path file = private_file.string() + ".pub";
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return std::nullopt;
  return read_file(file, ssh::kMaxPrivateKeyFile);
}

age::Identities only(age::IdentityPtr identity) {
  age::Identities identities;
  identities.push_back(std::move(identity));
  return identities;
}

age::Identities read_named_source(const SecretText& text,
                                  const Path& file,
                                  const AskPassphrase& ask,
                                  age::PluginUi* ui) {
  if (!age::is_age_file(text.expose()) && ssh::looks_like_private_key(text.expose())) {
    return only(read_ssh_key(text, file, ask));
  }
  return read_source(text, file.string(), ask, ui);
}

// SOPS_AGE_KEY may hold several identities in a line; an identity file may not.
SecretText one_a_line(std::string_view text) {
  SecretText result;
  result.reserve(text.size() + 1);
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.starts_with('#')) line = {};
    while (!line.empty()) {
      const std::size_t blank = std::min(line.find_first_of(kBlanks), line.size());
      result.append(line.substr(0, blank));
      result.append('\n');
      line.remove_prefix(std::min(line.find_first_not_of(kBlanks, blank), line.size()));
    }
  }
  return result;
}

age::Identities identities_of_text(const SecretText& text,
                                   const AskPassphrase& ask,
                                   age::PluginUi* ui) {
  if (age::is_age_file(text.expose())) return read_source(text, "SOPS_AGE_KEY", ask, ui);
  return age::parse_identity_file(one_a_line(text.expose()).expose(), ui);
}

SecretText output_of(const std::string& line, const std::vector<std::string>& variables = {}) {
  const std::vector<std::string> words = split_command(line);
  if (words.empty()) throw Error(Code::Failed, "there is no command in it");
  ChildResult result = run_child(words, {}, kMaxIdentityFile, variables);
  if (result.exit_code != 0)
    throw Error(Code::Failed, fmt::format("{} ended with code {}", words[0], result.exit_code));
  return std::move(result.output);
}

age::Identities identities_of_command(const std::string& line,
                                      const AskPassphrase& ask,
                                      age::PluginUi* ui) {
  return read_source(output_of(line), "SOPS_AGE_KEY_CMD", ask, ui);
}

// One with a passphrase is of no use: as with sops, nobody is asked for it.
age::Identities ssh_key_of_command(const std::string& line,
                                   const AskPassphrase& /*ask*/,
                                   age::PluginUi* /*ui*/) {
  return only(age::parse_ssh_identity(output_of(line).expose()));
}

class Gatherer {
 public:
  Gatherer(Keyring& keyring, const AskPassphrase& ask, age::PluginUi* ui)
      : keyring_(keyring), ask_(ask), ui_(ui) {}

  // Reads one source; `name` tells it in notes.
  template <class Value, class Read>
  void gather(std::string_view name, const std::optional<Value>& value, const Read& read) {
    if (!value) {
      missing_.emplace_back(name);
      return;
    }
    try {
      keyring_.add(read(*value, ask_, ui_));
    } catch (const Error& error) {
      keyring_.note(fmt::format("{}: {}", name, error.what()));
    }
  }

  void note_missing() {
    if (!missing_.empty()) keyring_.note(fmt::format("not set: {}", fmt::join(missing_, ", ")));
  }

 private:
  Keyring& keyring_;
  const AskPassphrase& ask_;
  age::PluginUi* ui_;
  std::vector<std::string> missing_;
};

bool is_same_file(const std::optional<std::string>& one, const Path& other) {
  std::error_code ignored;
  return one && std::filesystem::equivalent(*one, other, ignored);
}

// The file that is there or not without anybody having named it.
void add_default_file(Keyring& keyring, Gatherer& gatherer, const IdentitySources& sources) {
  const Path& file = sources.default_key_file;
  std::error_code ignored;
  if (file.empty() || is_same_file(sources.age_key_file, file)) return;
  if (std::filesystem::status(file, ignored).type() == std::filesystem::file_type::not_found)
    return keyring.note(fmt::format("{} does not exist", file.string()));
  gatherer.gather("identities", std::optional(file), read_identity_file);
}

void add_default_ssh_files(Gatherer& gatherer, const IdentitySources& sources) {
  for (const Path& file : sources.default_ssh_files) {
    std::error_code ignored;
    if (is_same_file(sources.ssh_key_file, file) || !std::filesystem::exists(file, ignored))
      continue;
    gatherer.gather("SSH key", std::optional(file), read_identity_file);
  }
}

}  // namespace

IdentitySources IdentitySources::from_environment() {
  return {.age_key = take_secret_variable("SOPS_AGE_KEY"),
          .age_key_file = variable("SOPS_AGE_KEY_FILE"),
          .age_key_cmd = variable("SOPS_AGE_KEY_CMD"),
          .ssh_key_file = variable("SOPS_AGE_SSH_PRIVATE_KEY_FILE"),
          .ssh_key_cmd = variable("SOPS_AGE_SSH_PRIVATE_KEY_CMD"),
          .gpg_program = vault::gpg_program(),
          .default_key_file = vault::default_key_file(),
          .default_ssh_files = vault::default_ssh_files()};
}

void add_identities(Keyring& keyring,
                    const IdentitySources& sources,
                    const AskPassphrase& ask,
                    age::PluginUi* ui) {
  Gatherer gatherer(keyring, ask, ui);
  gatherer.gather("SOPS_AGE_KEY", sources.age_key, identities_of_text);
  gatherer.gather("SOPS_AGE_KEY_FILE", sources.age_key_file, read_identity_file);
  gatherer.gather("SOPS_AGE_KEY_CMD", sources.age_key_cmd, identities_of_command);
  add_default_file(keyring, gatherer, sources);
  // Last, unlike sops: their passphrases need not be asked for where another identity opens.
  gatherer.gather("SOPS_AGE_SSH_PRIVATE_KEY_FILE", sources.ssh_key_file, read_identity_file);
  gatherer.gather("SOPS_AGE_SSH_PRIVATE_KEY_CMD", sources.ssh_key_cmd, ssh_key_of_command);
  add_default_ssh_files(gatherer, sources);
  gatherer.note_missing();
}

void add_identities_for(Keyring& keyring,
                        const IdentitySources& sources,
                        const std::vector<std::string>& recipients,
                        const AskPassphrase& ask,
                        age::PluginUi* ui) {
  if (!sources.age_key_cmd) return;
  Gatherer gatherer(keyring, ask, ui);
  for (const std::string& recipient : recipients) {
    const auto read = [&](const std::string& line, const AskPassphrase&, age::PluginUi*) {
      return read_source(
          output_of(line, {"SOPS_AGE_RECIPIENT=" + recipient}), "SOPS_AGE_KEY_CMD", ask, ui);
    };
    gatherer.gather(fmt::format("SOPS_AGE_KEY_CMD for {}", recipient), sources.age_key_cmd, read);
  }
}

age::IdentityPtr read_ssh_key(const SecretText& text, const Path& file, const AskPassphrase& ask) {
  age::SshKeyAid aid;
  aid.passphrase = [ask, name = file.string()] { return ask ? ask(name) : std::nullopt; };
  aid.public_file = [file] { return read_public_file(file); };
  return age::parse_ssh_identity(text.expose(), std::move(aid));
}

age::Identities read_identity_file(const Path& file, const AskPassphrase& ask, age::PluginUi* ui) {
  const SecretText text = read_secret_file(file, kMaxIdentityFile);
  try {
    return read_named_source(text, file, ask, ui);
  } catch (const Error& error) {
    Error failed(Code::Failed, error.what());
    failed.in_file(file);
    if (!error.advice().empty()) failed.hint(error.advice());
    throw failed;
  }
}

}  // namespace holdfast::vault
