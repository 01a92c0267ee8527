// What each sops command does. Each returns the exit code, or throws SopsFailure.
#pragma once

#include "cli/compat/sops_call.h"

namespace holdfast::cli {

int sops_encrypt(const SopsCall& call);
int sops_decrypt(const SopsCall& call);
int sops_filestatus(const SopsCall& call);
int sops_keyservice(const SopsCall& call);
int sops_completion(const SopsCall& call);

}  // namespace holdfast::cli
