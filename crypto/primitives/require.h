// Turns a call into OpenSSL or libsodium that failed into an Error.
#pragma once

#include <string_view>

namespace holdfast {

// Throws Failed naming `call` unless `succeeded`. Such a call fails for want of memory or because
// the library was built without the algorithm, never because of what a file holds.
void require_call(bool succeeded, std::string_view call);

}  // namespace holdfast
