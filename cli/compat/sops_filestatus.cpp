#include "cli/compat/sops_failure.h"
#include "cli/compat/sops_verbs.h"
#include "src/base/file.h"

namespace holdfast::cli {

int sops_filestatus(const SopsCall& call) {
  const SopsTarget target = sops_file_target(call);
  const bool encrypted = or_fail(SopsCode::Generic, [&] {
    const vault::Document document =
        vault::Document::parse(read_secret_file(*target.file), target.input);
    return document.is_encrypted() && !document.metadata().mac.empty();
  });
  call.context.terminal.out(encrypted ? "{\"encrypted\":true}\n" : "{\"encrypted\":false}\n");
  return 0;
}

}  // namespace holdfast::cli
