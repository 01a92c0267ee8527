#include "vault/operations/edited.h"

#include "vault/operations/binary_content.h"
#include "vault/operations/block_copy.h"
#include "vault/operations/block_placement.h"
#include "vault/operations/sealing.h"
#include "vault/operations/verify.h"

namespace holdfast::vault {

namespace {

// The new text with the old block in each document.
Document with_old_block(const Document& plain, const Document& old, Time now) {
  NewMetadata metadata = copy_of(old, old.metadata());
  metadata.lastmodified = format_utc(now);
  const Document printed = with_metadata(plain, metadata);
  std::vector<Splice> splices = keep_block_text(printed, old, metadata.lastmodified);
  Document document = Document::parse(patch(printed.text(), std::move(splices)), printed.format());
  require_same_nodes(plain, document, Values::Same);
  require_metadata(document, metadata);
  return document;
}

SecretText edited_binary(const Opened& old, const SecretText& plain, Time now) {
  NewMetadata metadata = copy_of(old.document, old.document.metadata());
  metadata.lastmodified = format_utc(now);
  const Document shell = binary_shell(metadata);
  return SecretText(seal_binary_document(shell, plain.expose(), old.key).document.text());
}

}  // namespace

SecretText edited_document(const Opened& old, SecretText plain, Time now) {
  if (old.document.format() == Format::Binary) return edited_binary(old, plain, now);
  const Document next = Document::parse(std::move(plain), old.document.format());
  const Document document = with_old_block(next, old.document, now);
  return SecretText(
      seal_document(document, old.key, {.old = &old, .reusable = {}}).document.text());
}

}  // namespace holdfast::vault
