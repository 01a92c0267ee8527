#include "vault/operations/encrypt.h"

#include "crypto/sops/data_key.h"
#include "crypto/sops/value_cipher.h"
#include "src/base/error.h"
#include "src/base/version.h"
#include "vault/keyring/wrap.h"
#include "vault/operations/alias_expansion.h"
#include "vault/operations/block_placement.h"
#include "vault/operations/sealing.h"
#include "vault/operations/verify.h"
#include "vault/stores/odd_line_breaks.h"

#include <fmt/format.h>

#include <iterator>

namespace holdfast::vault {

namespace {

void refuse_encrypted(const Tree& tree) {
  for (std::size_t document = 0; document < tree.documents(); ++document) {
    const NodeId root = tree.root(document);
    if (root == kNoNode || !tree.member(root, "sops")) continue;
    throw Error(Code::Refused, "it has a top-level key sops, so it counts as encrypted already")
        .hint("decrypt it first, or give that key another name");
  }
}

NewMetadata new_metadata(const EncryptionPlan& plan,
                         const sops::DataKey& key,
                         Time now,
                         const Gpg* /*gpg*/) {
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
    std::vector<NewAgeEntry>& entries = metadata.groups.emplace_back();
    for (const std::string& recipient : plan.groups[at]) {
      entries.push_back({recipient, wrap_for(recipient, secrets[at].expose())});
    }
  }
  metadata.shamir_threshold = threshold;
  metadata.lastmodified = format_utc(now);
  metadata.selection = plan.selection;
  metadata.version = kSopsVersion;
  // Replaced when the values are known; of the same shape, so that the layout is the final one.
  metadata.mac = sops::ValueCipher(key).encrypt("-", sops::ValueType::Str, metadata.lastmodified);
  return metadata;
}

// The plain text with the block in each document and without the aliases that would break.
Document with_block(const Document& plain, const NewMetadata& metadata) {
  const SelectedNodes selected(plain.tree(), metadata.selection);
  std::vector<Splice> splices = expand_aliases(plain, selected);
  std::ranges::move(place_metadata(plain, metadata), std::back_inserter(splices));
  Document document = Document::parse(patch(plain.text(), std::move(splices)), plain.format());
  require_same_nodes(plain, document, Values::Same);
  return document;
}

Document sealed_document(const Document& document, Sealed& sealed) {
  return Document::parse(patch(document.text(), std::move(sealed.splices)), document.format());
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

}  // namespace

Encrypted encrypt_document(const Document& plain,
                           const EncryptionPlan& plan,
                           Time now,
                           const Gpg* gpg) {
  refuse_encrypted(plain.tree());
  if (plain.format() == Format::Yaml) refuse_odd_line_breaks(plain.tree());
  const sops::DataKey key = sops::generate_data_key();
  const Document document = with_block(plain, new_metadata(plan, key, now, gpg));
  Sealed sealed = seal(document, key, comment_aads(document.tree()));
  refuse_nothing_sealed(sealed, plan);
  Document after = sealed_document(document, sealed);

  // A text of several lines may have become one line, and so a comment another container's.
  const std::vector<std::string> final_aads = comment_aads(after.tree());
  if (final_aads != comment_aads(document.tree())) {
    sealed = seal(document, key, final_aads);
    after = sealed_document(document, sealed);
  }
  require_same_nodes(document, after, Values::Any);
  require_same_values(sealed.open, open_document(after, key, MacCheck::Enforce));
  return {.text = SecretText(after.text()),
          .values = sealed.values + sealed.comments,
          .has_values = sealed.has_values};
}

}  // namespace holdfast::vault
