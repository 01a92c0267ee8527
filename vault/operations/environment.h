// The values of a document as variables of a program's environment.
#pragma once

#include "vault/operations/decrypt.h"

#include <string>
#include <vector>

namespace holdfast::vault {

// "KEY=text" for each key of the first document, in its order: texts as they are, numbers and times
// as dotenv has them, true and false, "<nil>" for null. Throws Failed, naming the key, for a map or
// list, a key that no variable can have (with "=" or NUL in it, or empty), or a text with NUL.
[[nodiscard]] std::vector<std::string> environment_of(const Document& document,
                                                      const OpenDocument& open);

}  // namespace holdfast::vault
