#include "tests/support/toy_keystore.h"

#include "crypto/age/x25519.h"

namespace holdfast::test {

using keystore::Access;
using keystore::Keystore;

ToyIdentity ToyIdentity::make() {
  const auto identity = age::X25519Identity::generate();
  return {identity->recipient(), std::string(identity->text().expose())};
}

keystore::Unlocker ToyIdentity::unlocker() const {
  keystore::Unlocker unlocker;
  unlocker.identities.push_back(age::parse_identity(text));
  return unlocker;
}

keystore::Unlocker passphrase_unlocker(std::string_view passphrase) {
  keystore::Unlocker unlocker;
  unlocker.passphrase = [text = std::string(passphrase)] { return SecretText(text); };
  return unlocker;
}

Clock fixed_clock() {
  return [] { return parse_utc("2026-11-24T02:15:03Z").value(); };
}

ToyKeystore::ToyKeystore() {
  keystore::CreateOptions options;
  options.operators = {owner_.recipient};
  options.by = "toy@example";
  Keystore::create(folder(), std::move(options), fixed_clock());
}

Keystore ToyKeystore::read() const {
  return Keystore::open(folder(), Access::Read, fixed_clock(), "toy@example");
}

Keystore ToyKeystore::write() const {
  Keystore store = Keystore::open(folder(), Access::Write, fixed_clock(), "toy@example");
  store.unlock(owner_.unlocker());
  return store;
}

std::string ToyKeystore::add_key(std::string_view cluster, keystore::KeyState state) const {
  Keystore store = write();
  keystore::KeyRecord record = store.generate(cluster);
  record.enter(state, store.now());
  keystore::Update update;
  update.put(record);
  update.log("key generate", Json::object().set("key", record.recipient));
  store.apply(store.sign(update));
  return record.recipient;
}

void ToyKeystore::raw(const Path& name, std::string_view content) const {
  dir_.write(Path("keystore") / name, content);
}

}  // namespace holdfast::test
