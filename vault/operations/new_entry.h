// New entries of a key group, of whatever kind can be wrapped here.
#pragma once

#include "src/base/clock.h"
#include "src/base/secret.h"
#include "vault/keyring/gpg.h"
#include "vault/keyring/master_key.h"
#include "vault/stores/metadata_text.h"

namespace holdfast::vault {

struct NewEntrySource {
  const SecretBytes& secret;  // the data key, or the group's share
  Time now;                   // written as created_at
  const Gpg* gpg;             // null: PGP keys are refused
};

// Wraps the secret for the key and puts the entry at the end of its list. Throws as
// wrap_for_master_key does.
void add_entry(NewKeyGroup& group, const MasterKey& key, const NewEntrySource& source);

}  // namespace holdfast::vault
