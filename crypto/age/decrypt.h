// Decrypts whole age files in memory.
#pragma once

#include "crypto/age/identity.h"
#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace holdfast::age {

// The plaintext of an age file, binary or armored. Tries `with` in order. Throws NoIdentity when
// none opens it, Integrity when the header, its MAC, the armor or the payload is damaged (nothing
// of a damaged file is returned), Failed when none opens it and one of them cannot be used.
[[nodiscard]] SecretText decrypt(ByteView file, const Identities& with);

// The same with borrowed identities (never null); nullopt when none opens it.
[[nodiscard]] std::optional<SecretText> try_decrypt(ByteView file,
                                                    std::span<const Identity* const> with);

// The stanza types of a file's header, in order, without any key. Throws Integrity.
[[nodiscard]] std::vector<std::string> stanza_types(ByteView file);

}  // namespace holdfast::age
