// A keystore of one operator in a folder of its own, with a clock that stands still.
#pragma once

#include "keystore/store/keystore.h"
#include "tests/support/temp_dir.h"

#include <string>
#include <string_view>

namespace holdfast::test {

// An X25519 key pair, as texts that can be used more than once.
struct ToyIdentity {
  std::string recipient;
  std::string text;  // "AGE-SECRET-KEY-1..."

  [[nodiscard]] static ToyIdentity make();
  [[nodiscard]] keystore::Unlocker unlocker() const;
};

[[nodiscard]] keystore::Unlocker passphrase_unlocker(std::string_view passphrase);
// 2026-11-24T02:15:03Z, always.
[[nodiscard]] Clock fixed_clock();
// scrypt's work factor for tests.
inline constexpr int kQuick = 4;

class ToyKeystore {
 public:
  ToyKeystore();

  [[nodiscard]] const Path& root() const { return dir_.path(); }
  [[nodiscard]] Path folder() const { return dir_.path() / "keystore"; }
  [[nodiscard]] const ToyIdentity& owner() const { return owner_; }
  [[nodiscard]] keystore::Keystore read() const;
  // Opened for writing, and unlocked.
  [[nodiscard]] keystore::Keystore write() const;
  // A key of the cluster, its record written; returns its recipient.
  std::string add_key(std::string_view cluster,
                      keystore::KeyState state = keystore::KeyState::Active) const;
  // Writes a file below the keystore's folder as it is.
  void raw(const Path& name, std::string_view content) const;

 private:
  TempDir dir_;
  ToyIdentity owner_ = ToyIdentity::make();
};

}  // namespace holdfast::test
