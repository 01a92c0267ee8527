#include "cli/open_data_key.h"

#include "vault/keyring/keyring.h"

#include <string>
#include <utility>
#include <vector>

namespace holdfast::cli {

namespace {

// The keystore's keys that the file lists. It is only opened, and its passphrase asked for, when it
// has one of them.
void add_keystore_keys(const vault::Metadata& metadata, vault::Keyring& ring, Context& context) {
  if (!keystore::Keystore::exists(context.keystore_folder())) return;
  const keystore::Keystore listed = context.open_keystore(keystore::Access::Read);
  std::vector<std::string> wanted;
  for (const std::string& recipient : metadata.recipients()) {
    if (listed.find_recipient(recipient) != nullptr) wanted.push_back(recipient);
  }
  if (wanted.empty()) return;
  const keystore::Keystore store = context.unlocked_keystore(keystore::Access::Read);
  for (const std::string& recipient : wanted) ring.add(store.identity(recipient));
}

}  // namespace

sops::DataKey open_data_key(const vault::Metadata& metadata, Context& context) {
  vault::Keyring ring = context.keyring();
  if (auto key = ring.try_data_key(metadata)) return std::move(*key);
  add_keystore_keys(metadata, ring, context);
  return ring.data_key(metadata);
}

}  // namespace holdfast::cli
