// Recipients ("age1NAME1...") and identities ("AGE-PLUGIN-NAME-1...") whose work the program
// age-plugin-NAME does (age plugin protocol). Each wrapping or unwrapping runs it once.
#pragma once

#include "crypto/age/identity.h"
#include "crypto/age/plugin_session.h"
#include "crypto/age/recipient.h"
#include "src/base/secret.h"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace holdfast::age {

// Whether a text has the form of a plugin's recipient: "age1", and a second "1" further on.
[[nodiscard]] bool is_plugin_recipient(std::string_view text) noexcept;

// Errors of both classes begin with "plugin NAME: ". A UI that is given must outlive them; without
// one the plugin's questions are refused.
class PluginRecipient final : public Recipient {
 public:
  PluginRecipient(std::string name, PluginKeyKind kind, SecretText key, PluginUi* ui);
  [[nodiscard]] Wrapped wrap(const FileKey& file_key) const override;
  // "plugin NAME" for an identity used as a recipient, which is nobody else's to see.
  [[nodiscard]] std::string text() const override;

 private:
  std::string name_;
  PluginKeyKind kind_;
  SecretText key_;  // the text form
  PluginUi* ui_;
};

class PluginIdentity final : public Identity {
 public:
  PluginIdentity(std::string name, SecretText text, PluginUi* ui);
  // Throws Failed where the plugin cannot be used, which need not stop other identities. Threads
  // take turns: a hardware key serves one at a time.
  [[nodiscard]] std::optional<FileKey> unwrap(std::span<const Stanza> stanzas) const override;
  // "": only the plugin knows it.
  [[nodiscard]] std::string recipient() const override { return {}; }
  // Encrypts to this identity, where the plugin can do that.
  [[nodiscard]] RecipientPtr as_recipient() const override;

 private:
  std::string name_;
  SecretText text_;
  PluginUi* ui_;
  mutable std::mutex in_use_;
};

// Both throw Failed for a malformed text or plugin name, without repeating an identity's text.
[[nodiscard]] std::unique_ptr<PluginRecipient> parse_plugin_recipient(std::string_view text,
                                                                      PluginUi* ui);
[[nodiscard]] std::unique_ptr<PluginIdentity> parse_plugin_identity(std::string_view text,
                                                                    PluginUi* ui);
// The identity of a plugin that needs to know nothing ("-j NAME"). Throws Failed for a bad name.
[[nodiscard]] std::unique_ptr<PluginIdentity> plugin_identity_without_data(std::string_view name,
                                                                           PluginUi* ui);

}  // namespace holdfast::age
