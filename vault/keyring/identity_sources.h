// Where sops looks for age identities.
#pragma once

#include "crypto/age/plugin_ui.h"
#include "src/base/error.h"
#include "src/base/secret.h"
#include "vault/keyring/keyring.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::vault {

// The part of the environment that says where identities are. Secret variables are read once and
// removed from the environment, so that no child process sees them.
struct IdentitySources {
  std::optional<SecretText> age_key;        // SOPS_AGE_KEY: identities, blanks between them
  std::optional<std::string> age_key_file;  // SOPS_AGE_KEY_FILE
  std::optional<std::string> age_key_cmd;   // SOPS_AGE_KEY_CMD, split like a shell does, no shell
  std::optional<std::string> ssh_key_file;  // SOPS_AGE_SSH_PRIVATE_KEY_FILE
  std::optional<std::string> ssh_key_cmd;   // SOPS_AGE_SSH_PRIVATE_KEY_CMD
  std::string gpg_program = "gpg";          // SOPS_GPG_EXEC
  Path default_key_file;                    // <config folder>/sops/age/keys.txt; "" without a home
  std::vector<Path> default_ssh_files;      // ~/.ssh/id_ed25519 and id_rsa

  // Reads and clears the process's environment. Call before threads start.
  [[nodiscard]] static IdentitySources from_environment();
};

// Adds every identity of all sources to `keyring`: they add up, none overrides another. A source
// that fails (a bad line, an absent file that was named) is noted in the keyring and reported only
// when nothing decrypts. Files encrypted with a passphrase are opened with the one that `ask`
// returns (called at most once a file, with the file's name; nullopt: none): age identity files at
// once, SSH keys when something is to be opened that hints at them, so `ask` must live as long as
// the keyring. A plugin's identities ask `ui`, which must outlive the keyring; without it nothing
// is answered.
using AskPassphrase = std::function<std::optional<SecretText>(const std::string& file)>;
void add_identities(Keyring& keyring,
                    const IdentitySources& sources,
                    const AskPassphrase& ask,
                    age::PluginUi* ui = nullptr);

// The SSH private key whose text was read from `file`. With a passphrase it stays closed until
// something is to be opened that hints at it; then `ask` is called, and FILE.pub read where the
// form hides the public key. Throws Failed.
[[nodiscard]] age::IdentityPtr read_ssh_key(const SecretText& text,
                                            const Path& file,
                                            const AskPassphrase& ask);

// Runs SOPS_AGE_KEY_CMD again for a file that nothing opened yet, once for each recipient, which it
// is told in SOPS_AGE_RECIPIENT, and adds what it prints.
void add_identities_for(Keyring& keyring,
                        const IdentitySources& sources,
                        const std::vector<std::string>& recipients,
                        const AskPassphrase& ask,
                        age::PluginUi* ui = nullptr);

// Reads one identity file that the user named: plain, an age file encrypted with a passphrase, or
// an SSH private key. Throws Failed, naming the file and line, when it cannot be used.
[[nodiscard]] age::Identities read_identity_file(const Path& file,
                                                 const AskPassphrase& ask,
                                                 age::PluginUi* ui = nullptr);

}  // namespace holdfast::vault
