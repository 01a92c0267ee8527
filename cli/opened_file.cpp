#include "cli/opened_file.h"

#include <optional>
#include <utility>

namespace holdfast::cli {

namespace {

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
  vault::add_identities_for(ring,
                            context.environment.identities,
                            metadata.recipients(),
                            context.asker(),
                            &context.plugin_ui);
  if (auto key = ring.try_data_key(metadata)) return std::move(*key);
  add_keystore_keys(metadata, ring, context);
  return ring.data_key(metadata);
}

OpenedFile open_file(const FileOptions& options, vault::MacCheck check, Context& context) {
  vault::Document document = read_document(options, context);
  try {
    sops::DataKey key = open_data_key(document.metadata(), context);
    if (check == vault::MacCheck::Ignore) {
      context.warn(
          "--ignore-mac: nothing vouches for the values in the clear, nor for the order of the "
          "others");
    }
    vault::OpenDocument open = vault::open_document(document, key, check);
    for (const std::string& warning : open.warnings) context.warn(warning);
    return {std::move(document), std::move(key), std::move(open)};
  } catch (Error& error) {
    throw error.in_file(options.file);
  }
}

}  // namespace holdfast::cli
