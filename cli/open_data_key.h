// The data key of a file, by the identities at hand and then the keystore's.
#pragma once

#include "cli/context.h"
#include "crypto/sops/data_key.h"
#include "vault/document/metadata.h"

namespace holdfast::cli {

// The keystore is only opened, and its passphrase asked for, when it has a key that the file lists
// and no identity at hand opens it. Throws NoIdentity when nothing does.
[[nodiscard]] sops::DataKey open_data_key(const vault::Metadata& metadata, Context& context);

}  // namespace holdfast::cli
