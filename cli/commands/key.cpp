#include "cli/commands/commands.h"

namespace holdfast::cli {

void add_key(Arguments& root) {
  Arguments key = root.command("key", "cluster keys: make, list, import, export, retire");
  add_key_generate(key);
  add_key_list(key);
  add_key_show(key);
  add_key_import(key);
  add_key_export(key);
  add_key_secret(key);
  add_key_retire(key);
}

}  // namespace holdfast::cli
