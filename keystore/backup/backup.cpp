#include "keystore/backup/backup.h"

#include "crypto/age/encrypt.h"
#include "crypto/primitives/hash.h"
#include "keystore/backup/content.h"
#include "keystore/backup/folder_target.h"
#include "keystore/signing/record_json.h"
#include "keystore/signing/signed_file.h"
#include "src/base/random.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::keystore {

namespace {

constexpr std::string_view kKind = "backup";
constexpr std::size_t kIdDigits = 8;
constexpr std::size_t kRandomBytes = 2;

// "20261124T021503Z" of "2026-11-24T02:15:03Z".
std::string compact(Time time) {
  std::string text = format_utc(time);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

BackupLabel new_label(const Keystore& keystore) {
  const Time now = keystore.now();
  return {
      fmt::format(
          "{}-{}-{}", keystore.id().substr(0, kIdDigits), compact(now), random_hex(kRandomBytes)),
      now};
}

// Packs the keystore, and proves that every key of it is inside and is the one it should be.
SecretText pack_proven(const Keystore& keystore, const BackupLabel& label) {
  SecretText tar = pack(keystore, label);
  if (check_packed(tar.expose_bytes()) == recipients_inside(keystore)) return tar;
  throw Error(Code::Integrity, "the backup does not hold every key of the keystore");
}

Bytes seal_object(const Keystore& keystore, const SecretText& tar) {
  age::Recipients to;
  for (const std::string& text : keystore.recipients()) to.push_back(age::parse_recipient(text));
  return age::encrypt(tar.expose_bytes(), to, age::Form::Binary);
}

std::string object_name(const BackupLabel& label) { return label.name + ".tar.age"; }

// Writes the object and proves that it is what lies there now, and that it opens.
void write_proven(FolderTarget& target,
                  const Keystore& keystore,
                  const BackupLabel& label,
                  ByteView object) {
  target.write(object_name(label), as_text(object));
  const std::string back = target.read(object_name(label), object.size());
  if (back != as_text(object)) {
    throw Error(Code::Failed, "what was read back is not what was written");
  }
  static_cast<void>(check_packed(keystore.unseal(as_bytes(back)).expose_bytes()));
}

std::string describe(const Keystore& keystore, const BackupLabel& label, ByteView object) {
  return record_text(
      start_record(kKind)
          .set("keystore", keystore.id())
          .set("name", label.name)
          .set("taken", time_json(label.taken))
          .set("object", object_name(label))
          .set("sha256", sha256_hex(object))
          .set("size", object.size())
          .set("sealed_to", texts_json(keystore.recipients()))
          .set("recipients", texts_json(recipients_inside(keystore)))
          .set("log_heads", texts_json(keystore.log_heads()))
          .set("open_with",
               fmt::format("age -d -i {} {} | tar -x",
                           keystore.passphrase_mode() ? label.name + ".identity.age" : "IDENTITY",
                           object_name(label))));
}

}  // namespace

BackupNote back_up(const Keystore& keystore, const std::string& target) {
  const BackupLabel label = new_label(keystore);
  try {
    FolderTarget folder(target);
    const Bytes object = seal_object(keystore, pack_proven(keystore, label));
    write_proven(folder, keystore, label, object);
    if (keystore.passphrase_mode()) {
      folder.write(label.name + ".identity.age", keystore.sealed_identity());
    }
    const std::string description = describe(keystore, label, object);
    folder.write(label.name + ".json.sig", keystore.signature(description, kBackupSpace));
    // Last: a backup is complete once this file is there.
    folder.write(label.name + ".json", description);
    folder.keep();
    return {target, label.name, sha256_hex(object), label.taken};
  } catch (Error& error) {
    throw error.in_file(target);
  }
}

}  // namespace holdfast::keystore
