// Hybrid recipients and identities (age v1, "The hybrid recipient type"): ML-KEM-768 and X25519
// together, so that both must be broken.
#pragma once

#include "crypto/age/identity.h"
#include "crypto/age/recipient.h"
#include "crypto/primitives/mlkem768.h"
#include "src/base/secret.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace holdfast::age {

using HybridSeed = SecretKey<32, struct HybridSeedRole>;  // all that an identity's text holds

struct HybridPublicKey {
  MlKem768PublicKey mlkem{};
  std::array<std::uint8_t, 32> x25519{};
};

class HybridRecipient final : public Recipient {
 public:
  // The ML-KEM key is valid: mlkem768_is_valid().
  explicit HybridRecipient(const HybridPublicKey& key) : key_(key) {}
  // One stanza, under the label "postquantum". Throws Failed for an X25519 key of low order.
  [[nodiscard]] Wrapped wrap(const FileKey& file_key) const override;
  [[nodiscard]] std::string text() const override;

 private:
  HybridPublicKey key_;
};

class HybridIdentity final : public Identity {
 public:
  explicit HybridIdentity(HybridSeed seed);
  HybridIdentity(const HybridIdentity&) = delete;
  HybridIdentity& operator=(const HybridIdentity&) = delete;
  HybridIdentity(HybridIdentity&&) = delete;
  HybridIdentity& operator=(HybridIdentity&&) = delete;
  ~HybridIdentity() override;

  [[nodiscard]] static std::unique_ptr<HybridIdentity> generate();
  [[nodiscard]] std::optional<FileKey> unwrap(std::span<const Stanza> stanzas) const override;
  [[nodiscard]] std::string recipient() const override;
  // "AGE-SECRET-KEY-PQ-1...", without a line feed.
  [[nodiscard]] SecretText text() const;

 private:
  struct Expanded;

  HybridSeed seed_;
  std::unique_ptr<const Expanded> keys_;
};

// "age1pq1..." with a good checksum, 1216 bytes and a valid ML-KEM key. Throws Failed.
[[nodiscard]] std::unique_ptr<HybridRecipient> parse_hybrid_recipient(std::string_view text);
// "AGE-SECRET-KEY-PQ-1...", upper case. Throws Failed without repeating the text.
[[nodiscard]] std::unique_ptr<HybridIdentity> parse_hybrid_identity(std::string_view text);

}  // namespace holdfast::age
