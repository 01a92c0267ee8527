#include "cli/compat/sops_open.h"

#include "cli/compat/sops_failure.h"
#include "vault/operations/emit.h"

#include <utility>

namespace holdfast::cli {

OpenedFile sops_open(const SopsTarget& target, const SopsCall& call) {
  check_decryption_order(call);
  vault::Document document = read_encrypted(target, call.context);
  sops::DataKey key = sops_data_key(document.metadata(), call);
  vault::OpenDocument open = or_fail(SopsCode::CannotDecrypt, [&] {
    return vault::open_document(document, key, vault::MacCheck::Ignore);
  });
  if (!call.words.flag("ignore-mac")) {
    or_fail(SopsCode::MacMismatch, [&] { vault::check_mac(document, open, key); });
  }
  for (const std::string& warning : open.warnings) call.context.warn(warning);
  return {std::move(document), std::move(key), std::move(open)};
}

SecretText sops_plaintext(const OpenedFile& file, vault::Format output) {
  return or_fail(SopsCode::CannotWriteFormat, [&] {
    return output == file.document.format()
               ? vault::plain_text(file.document, file.open)
               : vault::emit_document(file.document, file.open, output);
  });
}

}  // namespace holdfast::cli
