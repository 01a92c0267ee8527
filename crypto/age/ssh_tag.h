// The tag by which stanzas of the SSH types hint at their key.
#pragma once

#include "crypto/age/stanza.h"
#include "crypto/ssh/key_blob.h"

#include <span>
#include <string>

namespace holdfast::age {

// Six characters: the start of the SHA-256 of the key's wire form. Two keys may share it.
[[nodiscard]] std::string ssh_tag(const ssh::PublicKey& key);

// True if a stanza hints at this key. Throws Integrity for a stanza of its type without a tag.
[[nodiscard]] bool hints_at(std::span<const Stanza> stanzas, const ssh::PublicKey& key);

}  // namespace holdfast::age
