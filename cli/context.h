// What a command runs in: the global options, the terminal, the clock, the identities at hand.
#pragma once

#include "cli/plugin_ui.h"
#include "cli/terminal.h"
#include "keystore/store/keystore.h"
#include "src/base/clock.h"
#include "src/base/error.h"
#include "src/base/json.h"
#include "src/base/secret.h"
#include "vault/keyring/gpg.h"
#include "vault/keyring/identity_sources.h"
#include "vault/keyring/keyring.h"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::cli {

struct GlobalOptions {
  std::optional<std::string> repo;
  std::optional<std::string> keystore;
  std::optional<int> jobs;
  std::vector<std::string> identities;
  std::optional<std::string> passphrase_file;
  bool dry_run = false;
  bool yes = false;
  bool quiet = false;
  bool verbose = false;
  bool json = false;
  bool no_color = false;
  bool gpg = false;  // ask the gpg program too
};

// What the environment says; read once at the start, secrets removed from it.
struct Environment {
  std::optional<std::string> keystore;   // HOLDFAST_KEYSTORE
  std::optional<SecretText> passphrase;  // HOLDFAST_PASSPHRASE
  Path data_folder;                      // $XDG_DATA_HOME, else ~/.local/share
  std::string user;                      // "name@host", for records
  bool no_color = false;                 // NO_COLOR
  std::optional<std::string> editor;     // SOPS_EDITOR, else EDITOR: a command line
  std::string search_path;               // PATH
  Path runtime_folder;                   // XDG_RUNTIME_DIR; "" if not set
  Path temporary_folder;                 // TMPDIR, else /tmp
  vault::IdentitySources identities;
  std::map<std::string, std::string, std::less<>> sops;  // SOPS_... that stand for flags of
                                                         // sops: those that are set

  [[nodiscard]] static Environment read();
};

struct Context {
  GlobalOptions options;
  Environment environment;
  Terminal& terminal;
  Clock clock;
  std::stop_source stop;
  std::function<bool()> interrupted;  // has Ctrl-C been pressed?
  TerminalPluginUi plugin_ui{terminal};

  [[nodiscard]] Path repo() const;
  [[nodiscard]] Path keystore_folder() const;
  [[nodiscard]] unsigned jobs() const;

  // News for people, on stderr: not with --quiet. detail() only with --verbose; warn() always.
  void note(std::string_view line) const;
  void detail(std::string_view line) const;
  void warn(std::string_view line) const;

  // The passphrase: from the environment, --passphrase-file, or asked for at the terminal. With
  // `confirm` it is asked for twice. nullopt where nobody can be asked.
  [[nodiscard]] std::optional<SecretText> passphrase(std::string_view prompt, bool confirm);
  // A callback that draws a bar once work has lasted a second, and passes Ctrl-C on.
  [[nodiscard]] std::function<void(std::size_t done, std::size_t all)> progress(std::string what);

  // Opens the keystore; unlocked() also opens its signing key.
  [[nodiscard]] keystore::Keystore open_keystore(keystore::Access access);
  [[nodiscard]] keystore::Keystore unlocked_keystore(keystore::Access access);
  // The identities that --identity and sops's sources give.
  [[nodiscard]] vault::Keyring keyring();
  // Asks for the passphrases of identity files.
  [[nodiscard]] vault::AskPassphrase asker();
  // The gpg program where --gpg allows it.
  [[nodiscard]] std::optional<vault::Gpg> gpg() const;

 private:
  [[nodiscard]] std::optional<SecretText> passphrase_of(const std::string& file);
};

// One report, two renderings: `text` for people, or `json` with --json.
void print_report(Context& context, std::string_view text, const Json& json);

}  // namespace holdfast::cli
