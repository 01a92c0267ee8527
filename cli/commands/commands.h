// Every command: adds itself to the tree of commands. One file a command beside this one.
#pragma once

#include "cli/arguments.h"

namespace holdfast::cli {

void add_init(Arguments& root);
void add_key(Arguments& root);  // the group; its commands follow
void add_key_generate(Arguments& key);
void add_key_list(Arguments& key);
void add_key_show(Arguments& key);
void add_key_import(Arguments& key);
void add_key_export(Arguments& key);
void add_key_secret(Arguments& key);
void add_key_retire(Arguments& key);
void add_encrypt(Arguments& root);
void add_decrypt(Arguments& root);
void add_edit(Arguments& root);
void add_set(Arguments& root);
void add_unset(Arguments& root);
void add_exec_env(Arguments& root);
void add_exec_file(Arguments& root);
void add_filestatus(Arguments& root);
void add_sops(Arguments& root);
void add_rotate(Arguments& root);
void add_age(Arguments& root);
void add_explain(Arguments& root);
void add_status(Arguments& root);

}  // namespace holdfast::cli
