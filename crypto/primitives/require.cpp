#include "crypto/primitives/require.h"

#include "src/base/error.h"

#include <string>

namespace holdfast {

void require_call(bool succeeded, std::string_view call) {
  if (!succeeded) {
    throw Error(Code::Failed, "the cryptographic library failed in " + std::string(call));
  }
}

}  // namespace holdfast
