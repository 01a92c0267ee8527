#include "vault/operations/new_entry.h"

#include <utility>

namespace holdfast::vault {

void add_entry(NewKeyGroup& group, const MasterKey& key, const NewEntrySource& source) {
  std::string enc = wrap_for_master_key(key, source.secret.expose(), source.gpg);
  if (key.kind == "age") {
    group.age.push_back({key.name, std::move(enc)});
    return;
  }
  group.foreign.push_back({.kind = key.kind,
                           .fields = {{"created_at", format_utc(source.now)},
                                      {"enc", std::move(enc)},
                                      {"fp", key.name}},
                           .context = {}});
}

}  // namespace holdfast::vault
