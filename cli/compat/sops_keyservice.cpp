#include "cli/compat/sops_failure.h"
#include "cli/compat/sops_verbs.h"

namespace holdfast::cli {

int sops_keyservice(const SopsCall& /*call*/) {
  throw SopsFailure(
      SopsCode::Generic,
      Error(Code::Refused,
            "keyservice: it would give whoever reaches its port the use of every key, without a "
            "password")
          .hint("give the other side an age identity of its own; or run sops itself"));
}

}  // namespace holdfast::cli
