#include "cli/compat/sops_open.h"

#include "cli/compat/sops_failure.h"

#include <fmt/format.h>

namespace holdfast::cli {

vault::OpenDocument sops_open(const vault::Document& document,
                              const sops::DataKey& key,
                              const SopsCall& call) {
  vault::OpenDocument open = or_fail(SopsCode::CannotDecrypt, [&] {
    return vault::open_document(document, key, vault::MacCheck::Ignore);
  });
  if (!call.words.flag("ignore-mac")) {
    or_fail(SopsCode::MacMismatch, [&] { vault::check_mac(document, open, key); });
  }
  for (const std::string& warning : open.warnings) call.context.warn(warning);
  return open;
}

}  // namespace holdfast::cli
