// The message authentication code over all values of a document.
#pragma once

#include "crypto/primitives/hash.h"

#include <string>
#include <string_view>

namespace holdfast::sops {

enum class MacScope { AllValues, EncryptedValuesOnly };

// Feed the canonical plaintext of each value in document order (nulls and comments left out), then
// take the text: 128 upper-case hexadecimal digits.
class Mac {
 public:
  explicit Mac(MacScope scope);
  void add(std::string_view canonical_text);
  [[nodiscard]] std::string text();

 private:
  Sha512 hash_;
};

}  // namespace holdfast::sops
