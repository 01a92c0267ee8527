#include "cli/compat/sops_failure.h"
#include "cli/compat/sops_open.h"
#include "cli/compat/sops_verbs.h"
#include "vault/operations/decrypt.h"
#include "vault/operations/emit.h"

namespace holdfast::cli {

namespace {

SecretText extracted(const vault::Document& document,
                     const vault::OpenDocument& open,
                     const std::string& path,
                     vault::Format output) {
  try {
    return vault::extract_value(document, open, path, output);
  } catch (const Error& error) {
    throw SopsFailure(error.code() == Code::Usage ? SopsCode::BadExtractPath : SopsCode::Generic,
                      error);
  }
}

SecretText result_of(const vault::Document& document,
                     const vault::OpenDocument& open,
                     const SopsTarget& target,
                     const SopsCall& call) {
  if (const auto path = call.words.text("extract")) {
    return extracted(document, open, *path, target.output);
  }
  return or_fail(SopsCode::CannotWriteFormat, [&] {
    return target.output == document.format() ? vault::plain_text(document, open)
                                              : vault::emit_document(document, open, target.output);
  });
}

}  // namespace

int sops_decrypt(const SopsCall& call) {
  const SopsTarget target = sops_target(call);
  require_present(target);
  check_decryption_order(call);
  const vault::Document document = read_encrypted(target, call.context);
  const sops::DataKey key = sops_data_key(document.metadata(), call);
  const vault::OpenDocument open = sops_open(document, key, call);
  write_target(target, result_of(document, open, target, call), Content::Plain, call);
  return 0;
}

}  // namespace holdfast::cli
