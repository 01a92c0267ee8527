#include "cli/compat/sops_failure.h"
#include "cli/compat/sops_open.h"
#include "cli/compat/sops_verbs.h"
#include "vault/operations/decrypt.h"
#include "vault/operations/emit.h"

namespace holdfast::cli {

namespace {

SecretText extracted(const OpenedFile& file, const std::string& path, vault::Format output) {
  try {
    return vault::extract_value(file.document, file.open, path, output);
  } catch (const Error& error) {
    throw SopsFailure(error.code() == Code::Usage ? SopsCode::BadExtractPath : SopsCode::Generic,
                      error);
  }
}

}  // namespace

int sops_decrypt(const SopsCall& call) {
  const SopsTarget target = sops_target(call);
  require_present(target);
  const OpenedFile file = sops_open(target, call);
  const auto path = call.words.text("extract");
  write_target(target,
               path ? extracted(file, *path, target.output) : sops_plaintext(file, target.output),
               Content::Plain,
               call);
  return 0;
}

}  // namespace holdfast::cli
