#include "cli/commands/commands.h"
#include "cli/context.h"
#include "src/base/error.h"

namespace holdfast::cli {

// Listed for --help alone: app.cpp takes the words of `holdfast sops` before they are read as ours.
void add_sops(Arguments& root) {
  Arguments sops = root.command("sops", "the sops command line, word for word");
  sops.runs([](Context& /*context*/) -> int {
    throw Error(Code::Usage, "sops must be the first word")
        .hint("holdfast sops ...; HOLDFAST_KEYSTORE names the keystore");
  });
}

}  // namespace holdfast::cli
