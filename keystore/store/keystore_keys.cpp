// Unlocking a keystore, and the keys in it.
#include "crypto/age/decrypt.h"
#include "crypto/age/x25519.h"
#include "crypto/ssh/private_key.h"
#include "crypto/ssh/signature.h"
#include "keystore/store/keystore_state.h"
#include "keystore/store/seal.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::keystore {

namespace {

std::string read_sealed(const Path& file) { return read_file(file, kMaxSealed); }

// The only identity of an identity file, whose recipient must be `recipient`.
age::IdentityPtr expect_identity(const SecretText& file_text,
                                 std::string_view recipient,
                                 const Path& file) {
  age::IdentityPtr identity = age::parse_identity(key_line(file_text.expose()).expose());
  if (identity->recipient() == recipient) return identity;
  throw Error(Code::Integrity, "holds another key than the one that is expected there")
      .in_file(file);
}

Error closed(const Path& folder) {
  return Error(Code::NoIdentity, "no identity at hand opens the keystore").in_file(folder);
}

}  // namespace

SecretText Keystore::State::unseal(ByteView file) const { return age::decrypt(file, identities); }

void Keystore::State::open_with_identities(age::Identities given) {
  const Path file = folder / kSigningFile;
  const std::string sealed = read_sealed(file);
  std::vector<const age::Identity*> borrowed;
  for (const age::IdentityPtr& identity : given) borrowed.push_back(identity.get());
  const std::optional<SecretText> text = age::try_decrypt(as_bytes(sealed), borrowed);
  if (!text) throw closed(folder).hint("name an operator's identity with --identity FILE");
  Ed25519Seed key = ssh::parse_ed25519_file(text->expose());
  if (ed25519_public_key(key) != settings.signer) {
    throw Error(Code::Integrity, "holds another signing key than keystore.json names")
        .in_file(file);
  }
  signing_key = std::move(key);
  identities = std::move(given);
}

void Keystore::State::open_with_passphrase(const std::function<std::optional<SecretText>()>& ask) {
  std::optional<SecretText> passphrase = ask ? ask() : std::nullopt;
  if (!passphrase) {
    throw Error(Code::NoIdentity, "the keystore opens with a passphrase, and none was given")
        .in_file(folder)
        .hint("set HOLDFAST_PASSPHRASE or give --passphrase-file");
  }
  const Path file = folder / kIdentityFile;
  const age::ScryptIdentity opener(std::move(*passphrase));
  const std::vector<const age::Identity*> borrowed{&opener};
  const std::string sealed = read_sealed(file);
  const std::optional<SecretText> text = age::try_decrypt(as_bytes(sealed), borrowed);
  if (!text) throw Error(Code::NoIdentity, "the passphrase is wrong").in_file(file);
  age::Identities own;
  own.push_back(expect_identity(*text, settings.recipient, file));
  open_with_identities(std::move(own));
}

Path Keystore::State::sealed_key(std::string_view recipient) const {
  return folder / "keys" / (std::string(recipient) + ".age");
}

SecretText Keystore::State::open_key(std::string_view recipient) const {
  const Path file = sealed_key(recipient);
  const std::string sealed = read_sealed(file);
  try {
    const SecretText text = unseal(as_bytes(sealed));
    static_cast<void>(expect_identity(text, recipient, file));
    return key_line(text.expose());
  } catch (Error& error) {
    throw error.in_file(file);
  }
}

void Keystore::State::store_key(std::string_view recipient, const SecretText& key) {
  const SecretText plain = identity_file_text(recipient, key, clock());
  const std::string sealed = seal(plain.expose_bytes(), recipients());
  const Path file = sealed_key(recipient);
  make_private_folder(file.parent_path());
  // A sealed file without a record is what is left of an import that was broken off.
  if (std::filesystem::exists(file)) {
    write_file(file, sealed, kPrivate);
  } else {
    write_new_private_file(file, sealed);
  }
  static_cast<void>(open_key(recipient));
}

KeyRecord Keystore::State::new_record(std::string_view recipient,
                                      std::string_view cluster,
                                      std::string_view origin) const {
  KeyRecord record;
  record.recipient = recipient;
  record.cluster = cluster;
  record.origin = origin;
  record.by = by;
  record.dates["created"] = clock();
  record.enter(KeyState::Staged, clock());
  return record;
}

void Keystore::unlock(Unlocker unlocker) {
  if (unlocked()) return;
  const bool has_own =
      std::ranges::any_of(unlocker.identities, [this](const age::IdentityPtr& identity) {
        return identity->recipient() == state_->settings.recipient;
      });
  if (passphrase_mode() && !has_own) {
    state_->open_with_passphrase(unlocker.passphrase);
  } else {
    state_->open_with_identities(std::move(unlocker.identities));
  }
}

bool Keystore::unlocked() const { return state_->signing_key.has_value(); }

age::IdentityPtr Keystore::identity(std::string_view recipient) const {
  return age::parse_identity(identity_text(recipient).expose());
}

SecretText Keystore::identity_text(std::string_view recipient) const {
  static_cast<void>(state_->unlocked_key());
  if (find_recipient(recipient) == nullptr) {
    throw Error(Code::Failed, fmt::format("the keystore has no key {}", recipient));
  }
  return state_->open_key(recipient);
}

KeyRecord Keystore::generate(std::string_view cluster) {
  check_cluster_name(cluster);
  static_cast<void>(state_->unlocked_key());
  state_->require_write();
  const auto identity = age::X25519Identity::generate();
  state_->store_key(identity->recipient(), identity->text());
  return state_->new_record(identity->recipient(), cluster, "generated");
}

KeyRecord Keystore::import(std::string_view cluster, const SecretText& identity_text) {
  check_cluster_name(cluster);
  static_cast<void>(state_->unlocked_key());
  state_->require_write();
  const SecretText key = key_line(identity_text.expose());
  const std::string recipient = age::parse_x25519_identity(key.expose())->recipient();
  if (const KeyRecord* there = find_recipient(recipient)) {
    if (there->cluster == cluster) return *there;
    throw Error(Code::Refused,
                fmt::format("{} is in the keystore already, as a key of cluster \"{}\"",
                            recipient,
                            there->cluster));
  }
  state_->store_key(recipient, key);
  KeyRecord record = state_->new_record(recipient, cluster, "imported");
  if (active_key(cluster) == nullptr) {
    record.dates.erase(std::string(state_name(KeyState::Staged)));
    record.enter(KeyState::Active, now());
  }
  return record;
}

SecretText Keystore::signing_key_file() const {
  return ssh::private_key_file(state_->unlocked_key(), "holdfast " + id());
}

std::string Keystore::signature(std::string_view text, std::string_view name_space) const {
  return ssh::sign(as_bytes(text), name_space, state_->unlocked_key());
}

SecretText Keystore::unseal(ByteView file) const {
  static_cast<void>(state_->unlocked_key());
  return state_->unseal(file);
}

std::string Keystore::sealed_identity() const {
  return read_sealed(state_->folder / kIdentityFile);
}

}  // namespace holdfast::keystore
