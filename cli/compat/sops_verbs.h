// What each sops command does. Each returns the exit code, or throws SopsFailure.
#pragma once

#include "cli/compat/sops_call.h"

namespace holdfast::cli {

int sops_encrypt(const SopsCall& call);
int sops_decrypt(const SopsCall& call);
int sops_edit(const SopsCall& call);
int sops_rotate(const SopsCall& call);
int sops_set(const SopsCall& call);
int sops_older_set(const SopsCall& call);  // --set 'PATH VALUE' FILE
int sops_unset(const SopsCall& call);
int sops_updatekeys(const SopsCall& call);
int sops_groups_add(const SopsCall& call);
int sops_groups_delete(const SopsCall& call);
int sops_exec_env(const SopsCall& call);
int sops_exec_file(const SopsCall& call);
int sops_publish(const SopsCall& call);
int sops_filestatus(const SopsCall& call);
int sops_keyservice(const SopsCall& call);
int sops_completion(const SopsCall& call);

}  // namespace holdfast::cli
