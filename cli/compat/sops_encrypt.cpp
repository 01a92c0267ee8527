#include "cli/compat/sops_failure.h"
#include "cli/compat/sops_plan.h"
#include "cli/compat/sops_verbs.h"
#include "vault/operations/emit.h"
#include "vault/operations/encrypt.h"

namespace holdfast::cli {

namespace {

SopsTarget encrypt_target(const SopsCall& call) {
  SopsTarget target = sops_target(call);
  if (!target.file && target.name.empty()) {
    throw SopsFailure(SopsCode::ConflictingParameters,
                      "must specify --filename-override when reading from stdin");
  }
  require_present(target);
  return target;
}

vault::Document plain_document(const SopsTarget& target, Context& context) {
  SecretText text = read_target(target, context);
  if (text.empty() && target.input == vault::Format::Yaml) {
    throw SopsFailure(SopsCode::NoDocument, "the file is empty: it must hold a document");
  }
  vault::Document document = or_fail(SopsCode::CannotReadInput, [&] {
    return vault::Document::parse(std::move(text), target.input);
  });
  if (target.output == target.input || document.is_encrypted()) return document;
  return or_fail(SopsCode::CannotWriteFormat,
                 [&] { return vault::convert_plain(document, target.output); });
}

SopsCode code_of(const Error& error, const vault::Document& plain) {
  const bool already = error.code() == Code::Refused && plain.is_encrypted();
  return already ? SopsCode::AlreadyEncrypted : SopsCode::Generic;
}

// sops writes such a file without a word.
void warn_of_clear_values(const vault::Encrypted& result, Context& context) {
  if (!result.has_values || result.values > 0) return;
  context.warn("nothing of it was encrypted: every value is in the clear");
}

SecretText encrypted(const vault::Document& plain,
                     const vault::EncryptionPlan& plan,
                     const SopsCall& call) {
  try {
    const std::optional<vault::Gpg> gpg = call.context.gpg();
    vault::Encrypted result =
        vault::encrypt_document(plain, plan, call.context.clock(), gpg ? &*gpg : nullptr);
    warn_of_clear_values(result, call.context);
    return std::move(result.text);
  } catch (const Error& error) {
    throw SopsFailure(code_of(error, plain), error);
  }
}

}  // namespace

int sops_encrypt(const SopsCall& call) {
  const SopsTarget target = encrypt_target(call);
  const vault::EncryptionPlan plan = sops_plan(call, target);
  const vault::Document plain = plain_document(target, call.context);
  write_target(target, encrypted(plain, plan, call), Content::Encrypted, call);
  return 0;
}

}  // namespace holdfast::cli
