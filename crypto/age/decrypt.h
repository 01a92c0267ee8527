// Decrypts age files, in memory or as a stream.
#pragma once

#include "crypto/age/identity.h"
#include "src/base/bytes.h"
#include "src/base/io.h"
#include "src/base/secret.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::age {

// The plaintext of an age file, binary or armored. Tries `with` in order. Throws NoIdentity when
// none opens it, Integrity when the header, its MAC, the armor or the payload is damaged (nothing
// of a damaged file is returned), Failed when none opens it and one of them cannot be used.
[[nodiscard]] SecretText decrypt(ByteView file, const Identities& with);

// The same with borrowed identities (never null); nullopt when none opens it.
[[nodiscard]] std::optional<SecretText> try_decrypt(ByteView file,
                                                    std::span<const Identity* const> with);

// The same from `in` to `plain`, of any size in bounded memory, on up to `jobs` threads (the
// calling one among them). Only authentic chunks are written, in order, the first not before its
// tag holds; an empty plaintext is one empty write. When a later chunk is damaged or missing, those
// before it have been written when Integrity is thrown: what came out is whole only if this
// returns. What the source and the sink throw goes through.
void decrypt(Source& in, Sink& plain, const Identities& with, unsigned jobs = 1);

// True if a text is an age file by how it starts: binary, or armored after blanks.
[[nodiscard]] bool is_age_file(std::string_view text) noexcept;

// The stanza types of a file's header, in order, without any key. Throws Integrity.
[[nodiscard]] std::vector<std::string> stanza_types(ByteView file);

}  // namespace holdfast::age
