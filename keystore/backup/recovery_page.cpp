#include "keystore/backup/recovery_page.h"

#include "crypto/ssh/public_key.h"

#include <fmt/format.h>

namespace holdfast::keystore {

namespace {

constexpr std::string_view kPage = R"(# Recovery without holdfast

This is backup {name} of keystore {id}, taken {taken}. It holds every cluster key
in clear, so keep what you unpack in memory (/dev/shm) and delete it afterwards. All that you need
is age, tar and sops.

## 1. Open the backup

{opener}

```sh
age -d -i {identity} -o backup.tar {name}.tar.age
mkdir backup
tar -xf backup.tar -C backup
```

## 2. Check it

The signing key of the keystore is

    {signer}

with the fingerprint {fingerprint}. Compare it with what you have on paper or
on another machine; then each record can be checked:

```sh
cd backup
ssh-keygen -Y verify -f allowed_signers -I holdfast -n holdfast-backup -s manifest.json.sig < manifest.json
cd ..
```

manifest.json lists the SHA-256 of each file. Records in keys/ and clusters/ are signed in the
namespace holdfast-record, entries of log/ in holdfast-log, keystore.json and operators.json in
holdfast-keystore.

## 3. Decrypt files

Each key is an age identity file, keys/RECIPIENT.txt. With all of them in one file, sops finds the
one that fits:

```sh
cat backup/keys/*.txt > backup/all-keys.txt
SOPS_AGE_KEY_FILE=backup/all-keys.txt sops decrypt secret.yaml
```

## 4. Give a cluster its keys again

Flux reads every entry of the Secret that ends in .agekey:

    kubectl create secret generic sops-age --namespace flux-system \
      --from-file=age.agekey=backup/keys/RECIPIENT.txt

## Keys in this backup

| recipient | cluster | state |
| --- | --- | --- |
{keys})";

std::string key_rows(const Keystore& keystore) {
  std::string rows;
  for (const KeyRecord& record : keystore.keys()) {
    if (record.state == KeyState::Destroyed) continue;
    rows += fmt::format(
        "| {} | {} | {} |\n", record.recipient, record.cluster, state_name(record.state));
  }
  return rows;
}

std::string opener(const Keystore& keystore, const BackupLabel& label) {
  if (keystore.passphrase_mode()) {
    return fmt::format(
        "{}.identity.age, which lies beside the backup, is an age identity encrypted with\n"
        "the passphrase of the keystore. age asks for that passphrase.",
        label.name);
  }
  std::string text =
      "The backup opens with the age identity of any operator, here called identity.txt:\n\n";
  for (const std::string& recipient : keystore.recipients()) text += "- " + recipient + "\n";
  text.pop_back();
  return text;
}

}  // namespace

std::string recovery_page(const Keystore& keystore, const BackupLabel& label) {
  return fmt::format(
      kPage,
      fmt::arg("name", label.name),
      fmt::arg("id", keystore.id()),
      fmt::arg("taken", format_utc(label.taken)),
      fmt::arg("opener", opener(keystore, label)),
      fmt::arg("identity",
               keystore.passphrase_mode() ? label.name + ".identity.age" : "identity.txt"),
      fmt::arg("signer", ssh::public_key_line(keystore.signer())),
      fmt::arg("fingerprint", keystore.signer_fingerprint()),
      fmt::arg("keys", key_rows(keystore)));
}

}  // namespace holdfast::keystore
