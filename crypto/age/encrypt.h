// Encrypts whole age files in memory.
#pragma once

#include "crypto/age/recipient.h"
#include "src/base/bytes.h"

#include <string>

namespace holdfast::age {

enum class Form { Binary, Armored };

// An age file that each of `to` can open: header, then STREAM payload (age v1). The armored form
// ends with a line feed. Throws Failed when `to` is empty or its labels do not go together, or a
// passphrase is not alone.
[[nodiscard]] Bytes encrypt(ByteView plain, const Recipients& to, Form form = Form::Binary);
// The same for one recipient that the caller keeps; armored, as text. SOPS wraps its data keys so.
[[nodiscard]] std::string encrypt_armored(ByteView plain, const Recipient& to);

}  // namespace holdfast::age
