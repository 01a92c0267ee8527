#include "vault/operations/encrypt.h"

#include "crypto/sops/data_key.h"
#include "crypto/sops/value_cipher.h"
#include "src/base/error.h"
#include "src/base/version.h"
#include "vault/keyring/master_key.h"
#include "vault/keyring/wrap.h"
#include "vault/operations/binary_content.h"
#include "vault/operations/block_placement.h"
#include "vault/operations/new_entry.h"
#include "vault/operations/sealing.h"

#include <fmt/format.h>

namespace holdfast::vault {

namespace {

NewMetadata new_metadata(const EncryptionPlan& plan,
                         const sops::DataKey& key,
                         Time now,
                         const Gpg* gpg) {
  NewMetadata metadata;
  const std::size_t count = plan.groups.size();
  if (count == 0) throw Error(Code::Failed, "there is nobody to encrypt for");
  const int threshold =
      count > 1 && plan.shamir_threshold == 0 ? static_cast<int>(count) : plan.shamir_threshold;
  const std::vector<SecretBytes> secrets = group_secrets(key, count, threshold);
  for (std::size_t at = 0; at < count; ++at) {
    if (plan.groups[at].empty()) {
      throw Error(Code::Failed, fmt::format("key group {} has no recipient", at));
    }
    NewKeyGroup& group = metadata.groups.emplace_back();
    for (const std::string& text : plan.groups[at]) {
      add_entry(group, parse_master_key(text), {secrets[at], now, gpg});
    }
  }
  metadata.shamir_threshold = threshold;
  metadata.lastmodified = format_utc(now);
  metadata.version = kSopsVersion;
  // Replaced when the values are known; of the same shape, so that the layout is the final one.
  metadata.mac = sops::ValueCipher(key).encrypt("-", sops::ValueType::Str, metadata.lastmodified);
  return metadata;
}

void refuse_nothing_sealed(const Sealed& sealed, const EncryptionPlan& plan) {
  if (!sealed.has_values || sealed.values > 0 || plan.may_encrypt_nothing) return;
  const Selection& selection = plan.selection;
  throw Error(Code::Refused,
              fmt::format("{} \"{}\" encrypts none of its values",
                          selection_field(selection.kind),
                          selection.pattern))
      .hint("name the keys whose values are secret in the creation rule");
}

Encrypted encrypt_binary(const Document& plain,
                         const NewMetadata& metadata,
                         const sops::DataKey& key) {
  const SealedDocument result = seal_binary_document(binary_shell(metadata), plain.text(), key);
  return {.text = SecretText(result.document.text()),
          .values = result.sealed.values,
          .has_values = result.sealed.has_values};
}

}  // namespace

Encrypted encrypt_document(const Document& plain,
                           const EncryptionPlan& plan,
                           Time now,
                           const Gpg* gpg) {
  refuse_encrypted(plain);
  const sops::DataKey key = sops::generate_data_key();
  NewMetadata metadata = new_metadata(plan, key, now, gpg);
  if (plain.format() == Format::Binary) return encrypt_binary(plain, metadata, key);
  metadata.selection = plan.selection;
  const Document document = with_metadata(plain, metadata);
  const SealedDocument result = seal_document(document, key);
  refuse_nothing_sealed(result.sealed, plan);
  return {.text = SecretText(result.document.text()),
          .values = result.sealed.values + result.sealed.comments,
          .has_values = result.sealed.has_values};
}

}  // namespace holdfast::vault
