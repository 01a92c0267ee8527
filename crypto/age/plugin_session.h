// One conversation with an age plugin, from our first word to its "done" (age plugin protocol,
// "Wrapping with recipient-v1" and "Unwrapping with identity-v1").
#pragma once

#include "crypto/age/plugin_message.h"
#include "crypto/age/plugin_ui.h"
#include "crypto/age/recipient.h"
#include "crypto/age/stanza.h"

#include <optional>
#include <span>
#include <string_view>

namespace holdfast::age {

// Whom we talk with, and who answers its questions; without a UI all of them are refused.
struct PluginPeer {
  PluginChannel& channel;
  std::string_view name;  // "yubikey"
  PluginUi* ui;
};

enum class PluginKeyKind { Recipient, Identity };

// Has the plugin wrap a file key to a recipient, or to an identity used as one. Throws Failed with
// the plugin's own words when it cannot, and when it breaks the protocol.
[[nodiscard]] Wrapped wrap_by_plugin(const PluginPeer& peer,
                                     PluginKeyKind kind,
                                     std::string_view key,
                                     const FileKey& file_key);

// Has the plugin open one file's stanzas with an identity; nullopt when none is for it. Throws as
// above, and Integrity when the plugin calls a stanza of its own malformed.
[[nodiscard]] std::optional<FileKey> unwrap_by_plugin(const PluginPeer& peer,
                                                      std::string_view identity,
                                                      std::span<const Stanza> stanzas);

}  // namespace holdfast::age
