#include "crypto/age/plugin.h"

#include "crypto/age/plugin_process.h"
#include "crypto/encoding/bech32.h"
#include "src/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace holdfast::age {

namespace {

constexpr std::string_view kRecipientStart = "age1";
constexpr std::string_view kIdentityStart = "AGE-PLUGIN-";
constexpr std::string_view kIdentityPrefix = "age-plugin-";  // as Bech32 is decoded: in lower case

// No path separator among them: the name becomes part of a program's name.
void check_name(std::string_view name) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789+-._";
  if (name.empty() || name.find_first_not_of(kAllowed) != std::string_view::npos)
    throw Error(Code::Failed, "this is not the name of an age plugin");
}

Error malformed(std::string_view what) {
  Error error(Code::Failed, fmt::format("this age plugin {} is malformed", what));
  error.hint("check for characters that were lost or changed in copying");
  return error;
}

// Runs the plugin and talks with it; what fails is told with the plugin's name.
template <class Talk>
auto talk_with(const std::string& name, PluginMode mode, PluginUi* ui, const Talk& talk) {
  try {
    PluginProcess process(name, mode, [&] {
      if (ui != nullptr) ui->waiting(name);
    });
    return talk(PluginPeer{process, name, ui});
  } catch (const Error& error) {
    Error named(error.code(), fmt::format("plugin {}: {}", name, error.what()));
    if (!error.advice().empty()) named.hint(error.advice());
    throw named;
  }
}

}  // namespace

bool is_plugin_recipient(std::string_view text) noexcept {
  return text.starts_with(kRecipientStart) &&
         text.find('1', kRecipientStart.size()) != std::string_view::npos;
}

PluginRecipient::PluginRecipient(std::string name, PluginKeyKind kind, SecretText key, PluginUi* ui)
    : name_(std::move(name)), kind_(kind), key_(std::move(key)), ui_(ui) {}

Wrapped PluginRecipient::wrap(const FileKey& file_key) const {
  return talk_with(name_, PluginMode::Recipient, ui_, [&](const PluginPeer& peer) {
    return wrap_by_plugin(peer, kind_, key_.expose(), file_key);
  });
}

std::string PluginRecipient::text() const {
  if (kind_ == PluginKeyKind::Recipient) return std::string(key_.expose());
  return fmt::format("plugin {}", name_);
}

PluginIdentity::PluginIdentity(std::string name, SecretText text, PluginUi* ui)
    : name_(std::move(name)), text_(std::move(text)), ui_(ui) {}

std::optional<FileKey> PluginIdentity::unwrap(std::span<const Stanza> stanzas) const {
  const std::lock_guard turn(in_use_);
  return talk_with(name_, PluginMode::Identity, ui_, [&](const PluginPeer& peer) {
    return unwrap_by_plugin(peer, text_.expose(), stanzas);
  });
}

RecipientPtr PluginIdentity::as_recipient() const {
  return std::make_unique<PluginRecipient>(name_, PluginKeyKind::Identity, text_.clone(), ui_);
}

std::unique_ptr<PluginRecipient> parse_plugin_recipient(std::string_view text, PluginUi* ui) {
  const auto decoded = decode_bech32(text);
  if (!text.starts_with(kRecipientStart) || !decoded ||
      !decoded->prefix.starts_with(kRecipientStart))
    throw malformed("recipient");
  std::string name = decoded->prefix.substr(kRecipientStart.size());
  check_name(name);
  return std::make_unique<PluginRecipient>(
      std::move(name), PluginKeyKind::Recipient, SecretText(text), ui);
}

std::unique_ptr<PluginIdentity> parse_plugin_identity(std::string_view text, PluginUi* ui) {
  const auto decoded = decode_bech32(text);
  if (!text.starts_with(kIdentityStart) || !decoded ||
      !decoded->prefix.starts_with(kIdentityPrefix) || !decoded->prefix.ends_with('-'))
    throw malformed("identity");
  std::string name = decoded->prefix.substr(kIdentityPrefix.size());
  if (!name.empty()) name.pop_back();  // the "-" that ends the prefix
  check_name(name);
  return std::make_unique<PluginIdentity>(std::move(name), SecretText(text), ui);
}

std::unique_ptr<PluginIdentity> plugin_identity_without_data(std::string_view name, PluginUi* ui) {
  check_name(name);
  std::string prefix = fmt::format("{}{}-", kIdentityPrefix, name);
  return std::make_unique<PluginIdentity>(std::string(name), encode_bech32_secret(prefix, {}), ui);
}

}  // namespace holdfast::age
