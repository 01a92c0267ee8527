// Encrypts age files, in memory or as a stream.
#pragma once

#include "crypto/age/recipient.h"
#include "src/base/bytes.h"
#include "src/base/io.h"

#include <string>

namespace holdfast::age {

enum class Form { Binary, Armored };

// An age file that each of `to` can open: header, then STREAM payload (age v1). The armored form
// ends with a line feed. Throws Failed when `to` is empty or its labels do not go together, or a
// passphrase is not alone.
[[nodiscard]] Bytes encrypt(ByteView plain, const Recipients& to, Form form = Form::Binary);
// The same for one recipient that the caller keeps; armored, as text. SOPS wraps its data keys so.
[[nodiscard]] std::string encrypt_armored(ByteView plain, const Recipient& to);

struct EncryptOptions {
  Form form = Form::Binary;
  unsigned jobs = 1;  // how many threads may encrypt at once, the calling one among them
};

// The same from `plain` to `out`, of any size in bounded memory. Nothing is written before the file
// key is wrapped; what the source and the sink throw goes through.
void encrypt(Source& plain, Sink& out, const Recipients& to, const EncryptOptions& options = {});

}  // namespace holdfast::age
