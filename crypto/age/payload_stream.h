// The payload of an age file: chunks of 64 KiB, each with a tag (age v1, "Payload").
#pragma once

#include "crypto/age/stanza.h"
#include "src/base/bytes.h"
#include "src/base/io.h"
#include "src/base/secret.h"

namespace holdfast::age {

// Appends the payload that holds `plain` to `file`, under a fresh nonce.
void append_payload(Bytes& file, ByteView plain, const FileKey& file_key);

// The plaintext of a payload, which starts with its nonce. Throws Integrity when a chunk was
// changed, moved, cut off or added; nothing of a damaged payload is returned.
[[nodiscard]] SecretText open_payload(ByteView payload, const FileKey& file_key);

// The same as streams, on up to `jobs` threads, in memory that does not grow with the payload. Of a
// damaged payload, the chunks before the damage have been written when Integrity is thrown; an
// empty plaintext is one empty write.
void seal_payload(Source& plain, Sink& out, const FileKey& file_key, unsigned jobs);
void open_payload(Source& payload, Sink& plain, const FileKey& file_key, unsigned jobs);

}  // namespace holdfast::age
