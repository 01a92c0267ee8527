// Identities: what opens an age file.
#pragma once

#include "crypto/age/recipient.h"
#include "crypto/age/stanza.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::age {

// Thread-compatible: unwrap() may be called from several threads at once.
class Identity {
 public:
  Identity() = default;
  Identity(const Identity&) = delete;
  Identity& operator=(const Identity&) = delete;
  Identity(Identity&&) = delete;
  Identity& operator=(Identity&&) = delete;
  virtual ~Identity() = default;

  // The file key, or nullopt if no stanza opens with this identity. Throws Integrity on a malformed
  // stanza of our type: a second identity must not paper over a damaged header. Throws Failed where
  // it cannot be used here, such as a plugin that is not installed.
  [[nodiscard]] virtual std::optional<FileKey> unwrap(std::span<const Stanza> stanzas) const = 0;
  // The recipient that encrypts to this identity, where one is known ("" for a passphrase).
  [[nodiscard]] virtual std::string recipient() const = 0;
  // The same as an object; a plugin's identity can be encrypted to though its recipient is not
  // known. nullptr where there is none.
  [[nodiscard]] virtual RecipientPtr as_recipient() const;
};

using IdentityPtr = std::unique_ptr<const Identity>;
using Identities = std::vector<IdentityPtr>;

// Reads one "AGE-SECRET-KEY-1...", "AGE-SECRET-KEY-PQ-1..." or a plugin's "AGE-PLUGIN-NAME-1...".
// Throws Failed without repeating the text. `ui` answers what a plugin asks, and must outlive the
// identity; without it nothing is answered.
[[nodiscard]] IdentityPtr parse_identity(std::string_view text, PluginUi* ui = nullptr);

// Reads an identity file (specified by age's keys.txt: LF or CR LF, "#" comments and empty lines
// skipped, one identity a line, no blanks around it, at most 16 MiB). Throws Failed naming the line
// number; also when there is no identity in it.
[[nodiscard]] Identities parse_identity_file(std::string_view text, PluginUi* ui = nullptr);

}  // namespace holdfast::age
