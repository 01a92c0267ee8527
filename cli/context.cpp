#include "cli/context.h"

#include "src/base/file.h"
#include "src/base/process.h"
#include "src/base/work_pool.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <utility>

namespace holdfast::cli {

namespace {

constexpr std::size_t kMaxPassphraseFile = 64 * 1024;
constexpr std::chrono::seconds kBarAfter{1};

std::optional<std::string> variable(const char* name) {
  const char* value = ::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread starts
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::map<std::string, std::string, std::less<>> sops_variables() {
  constexpr std::array kNames{"SOPS_AGE_RECIPIENTS",
                              "SOPS_AZURE_KEYVAULT_URLS",
                              "SOPS_CONFIG",
                              "SOPS_DECRYPTION_ORDER",
                              "SOPS_DISABLE_VERSION_CHECK",
                              "SOPS_ENABLE_LOCAL_KEYSERVICE",
                              "SOPS_GCP_KMS_IDS",
                              "SOPS_HUAWEICLOUD_KMS_IDS",
                              "SOPS_KEYSERVICE",
                              "SOPS_KMS_ARN",
                              "SOPS_PGP_FP",
                              "SOPS_VAULT_URIS"};
  std::map<std::string, std::string, std::less<>> found;
  for (const char* name : kNames) {
    if (auto value = variable(name)) found.emplace(name, *std::move(value));
  }
  return found;
}

std::string user_at_host() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  const std::string user = variable("USER").value_or(fmt::format("uid{}", ::getuid()));
  return host[0] == '\0' ? user : fmt::format("{}@{}", user, host.data());
}

// A passphrase file holds the passphrase and perhaps a line break after it.
SecretText first_line(const SecretText& content) {
  std::string_view text = content.expose();
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return SecretText(text);
}

}  // namespace

Environment Environment::read() {
  Environment result;
  result.keystore = variable("HOLDFAST_KEYSTORE");
  result.passphrase = take_secret_variable("HOLDFAST_PASSPHRASE");
  const std::string home = variable("HOME").value_or("/");
  result.data_folder = variable("XDG_DATA_HOME").value_or(home + "/.local/share");
  result.user = user_at_host();
  result.no_color = !variable("NO_COLOR").value_or("").empty();
  result.sops = sops_variables();
  result.editor = variable("SOPS_EDITOR");
  if (!result.editor) result.editor = variable("EDITOR");
  result.search_path = variable("PATH").value_or("/usr/bin:/bin");
  result.runtime_folder = variable("XDG_RUNTIME_DIR").value_or("");
  result.temporary_folder = variable("TMPDIR").value_or("/tmp");
  result.identities = vault::IdentitySources::from_environment();
  return result;
}

Path Context::repo() const { return options.repo.value_or("."); }

Path Context::keystore_folder() const {
  if (options.keystore) return *options.keystore;
  if (environment.keystore) return *environment.keystore;
  return environment.data_folder / "holdfast";
}

unsigned Context::jobs() const {
  return options.jobs ? static_cast<unsigned>(*options.jobs) : all_cores();
}

void Context::note(std::string_view line) const {
  if (!options.quiet) terminal.say(line);
}

void Context::detail(std::string_view line) const {
  if (options.verbose) terminal.say(line);
}

void Context::warn(std::string_view line) const { terminal.say(fmt::format("warning: {}", line)); }

std::optional<SecretText> Context::passphrase(std::string_view prompt, bool confirm) {
  if (environment.passphrase) return environment.passphrase->clone();
  if (options.passphrase_file == "-") return first_line(terminal.read_input(kMaxPassphraseFile));
  if (options.passphrase_file) {
    return first_line(read_secret_file(*options.passphrase_file, kMaxPassphraseFile));
  }
  std::optional<SecretText> first = terminal.ask_secret(fmt::format("{}: ", prompt));
  if (!first || !confirm) return first;
  const std::optional<SecretText> second = terminal.ask_secret("the same again: ");
  if (!second || !equal_constant_time(first->expose_bytes(), second->expose_bytes())) {
    throw Error(Code::Failed, "the two passphrases differ").hint("start again");
  }
  return first;
}

std::function<void(std::size_t, std::size_t)> Context::progress(std::string what) {
  const auto start = std::chrono::steady_clock::now();
  const bool bar = terminal.stderr_is_terminal() && !options.quiet;
  return [this, what = std::move(what), start, bar](std::size_t done, std::size_t all) {
    if (interrupted && interrupted()) stop.request_stop();
    if (bar && std::chrono::steady_clock::now() - start > kBarAfter) {
      terminal.draw_progress(what, done, all);
    }
  };
}

keystore::Keystore Context::open_keystore(keystore::Access access) {
  return keystore::Keystore::open(keystore_folder(), access, clock, environment.user);
}

keystore::Keystore Context::unlocked_keystore(keystore::Access access) {
  keystore::Keystore store = open_keystore(access);
  keystore::Unlocker unlocker;
  if (!store.passphrase_mode()) unlocker.identities = keyring().take();
  unlocker.passphrase = [this] {
    std::optional<SecretText> given = passphrase("passphrase of the keystore", false);
    if (!given) {
      throw Error(Code::NoIdentity, "the keystore's passphrase is needed, and nobody can be asked")
          .hint("set HOLDFAST_PASSPHRASE or give --passphrase-file");
    }
    return given;
  };
  store.unlock(std::move(unlocker));
  return store;
}

std::optional<SecretText> Context::passphrase_of(const std::string& file) {
  return terminal.ask_secret(fmt::format("Enter passphrase for \"{}\": ", file));
}

vault::Keyring Context::keyring() {
  vault::Keyring ring;
  const vault::AskPassphrase ask = asker();
  for (const std::string& file : options.identities) {
    ring.add(vault::read_identity_file(file, ask, &plugin_ui));
  }
  vault::add_identities(ring, environment.identities, ask, &plugin_ui);
  if (const auto program = gpg()) ring.use_gpg(*program);
  return ring;
}

vault::AskPassphrase Context::asker() {
  return [this](const std::string& file) { return passphrase_of(file); };
}

std::optional<vault::Gpg> Context::gpg() const {
  if (!options.gpg) return std::nullopt;
  return vault::Gpg(environment.identities.gpg_program);
}

void print_report(Context& context, std::string_view text, const Json& json) {
  context.terminal.out(context.options.json ? json.dump() + "\n" : std::string(text));
}

}  // namespace holdfast::cli
