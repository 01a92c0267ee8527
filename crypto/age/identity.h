// Identities: what opens an age file.
#pragma once

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
  // stanza of our type: a second identity must not paper over a damaged header.
  [[nodiscard]] virtual std::optional<FileKey> unwrap(std::span<const Stanza> stanzas) const = 0;
  // The recipient that encrypts to this identity, where one is known ("" for a passphrase).
  [[nodiscard]] virtual std::string recipient() const = 0;
};

using IdentityPtr = std::unique_ptr<const Identity>;
using Identities = std::vector<IdentityPtr>;

// Reads one "AGE-SECRET-KEY-1..." or "AGE-SECRET-KEY-PQ-1...". Throws Failed without repeating the
// text.
[[nodiscard]] IdentityPtr parse_identity(std::string_view text);

// Reads an identity file (specified by age's keys.txt: LF or CR LF, "#" comments and empty lines
// skipped, one identity a line, no blanks around it, at most 16 MiB). Throws Failed naming the line
// number; also when there is no identity in it.
[[nodiscard]] Identities parse_identity_file(std::string_view text);

}  // namespace holdfast::age
