#include "vault/keyring/identity_sources.h"

#include "crypto/age/decrypt.h"
#include "crypto/age/scrypt_passphrase.h"
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

std::string gpg_program() {
  std::string program = variable("SOPS_GPG_EXEC").value_or("");
  return program.empty() ? "gpg" : program;
}

bool is_encrypted(std::string_view text) {
  return text.starts_with("age-encryption") || text.starts_with("-----BEGIN AGE");
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
                            const AskPassphrase& ask) {
  if (!is_encrypted(text.expose())) return age::parse_identity_file(text.expose());
  return age::parse_identity_file(open_with_passphrase(text, name, ask).expose());
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

age::Identities identities_of_text(const SecretText& text, const AskPassphrase& ask) {
  if (is_encrypted(text.expose())) return read_source(text, "SOPS_AGE_KEY", ask);
  return age::parse_identity_file(one_a_line(text.expose()).expose());
}

age::Identities identities_from(const std::string& line,
                                const std::vector<std::string>& variables,
                                const AskPassphrase& ask) {
  const std::vector<std::string> words = split_command(line);
  if (words.empty()) throw Error(Code::Failed, "there is no command in it");
  const ChildResult result = run_child(words, {}, kMaxIdentityFile, variables);
  if (result.exit_code != 0)
    throw Error(Code::Failed, fmt::format("{} ended with code {}", words[0], result.exit_code));
  return read_source(result.output, "SOPS_AGE_KEY_CMD", ask);
}

age::Identities identities_of_command(const std::string& line, const AskPassphrase& ask) {
  return identities_from(line, {}, ask);
}

class Gatherer {
 public:
  Gatherer(Keyring& keyring, const AskPassphrase& ask) : keyring_(keyring), ask_(ask) {}

  // Reads one source; `name` tells it in notes.
  template <class Value, class Read>
  void gather(std::string_view name, const std::optional<Value>& value, const Read& read) {
    if (!value) {
      missing_.emplace_back(name);
      return;
    }
    try {
      keyring_.add(read(*value, ask_));
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

}  // namespace

IdentitySources IdentitySources::from_environment() {
  return {.age_key = take_secret_variable("SOPS_AGE_KEY"),
          .age_key_file = variable("SOPS_AGE_KEY_FILE"),
          .age_key_cmd = variable("SOPS_AGE_KEY_CMD"),
          .ssh_key_file = variable("SOPS_AGE_SSH_PRIVATE_KEY_FILE"),
          .ssh_key_cmd = variable("SOPS_AGE_SSH_PRIVATE_KEY_CMD"),
          .gpg_program = vault::gpg_program(),
          .default_key_file = vault::default_key_file()};
}

void add_identities(Keyring& keyring, const IdentitySources& sources, const AskPassphrase& ask) {
  if (sources.ssh_key_file || sources.ssh_key_cmd)
    keyring.note("ssh identities are not supported yet");
  Gatherer gatherer(keyring, ask);
  gatherer.gather("SOPS_AGE_KEY", sources.age_key, identities_of_text);
  gatherer.gather("SOPS_AGE_KEY_FILE", sources.age_key_file, read_identity_file);
  gatherer.gather("SOPS_AGE_KEY_CMD", sources.age_key_cmd, identities_of_command);
  add_default_file(keyring, gatherer, sources);
  gatherer.note_missing();
}

void add_identities_for(Keyring& keyring,
                        const IdentitySources& sources,
                        const std::vector<std::string>& recipients,
                        const AskPassphrase& ask) {
  if (!sources.age_key_cmd) return;
  Gatherer gatherer(keyring, ask);
  for (const std::string& recipient : recipients) {
    gatherer.gather(fmt::format("SOPS_AGE_KEY_CMD for {}", recipient),
                    sources.age_key_cmd,
                    [&](const std::string& line, const AskPassphrase& asked) {
                      return identities_from(line, {"SOPS_AGE_RECIPIENT=" + recipient}, asked);
                    });
  }
}

age::Identities read_identity_file(const Path& file, const AskPassphrase& ask) {
  const SecretText text = read_secret_file(file, kMaxIdentityFile);
  try {
    return read_source(text, file.string(), ask);
  } catch (const Error& error) {
    Error failed(Code::Failed, error.what());
    failed.in_file(file);
    if (!error.advice().empty()) failed.hint(error.advice());
    throw failed;
  }
}

}  // namespace holdfast::vault
