// HPKE's key schedule (RFC 9180, section 5.1), base mode, for HKDF-SHA256 and ChaCha20-Poly1305.
#pragma once

#include "crypto/primitives/chacha_poly.h"
#include "crypto/primitives/hkdf.h"
#include "src/base/bytes.h"

#include <cstdint>
#include <string_view>

namespace holdfast {

struct HpkeContext {
  DerivedKey key;
  ChaChaPoly::Nonce base_nonce{};  // that of the first message
};

// What both sides seal and open with once the KEM of this number has given them `shared_secret`.
[[nodiscard]] HpkeContext hpke_base_context(std::uint16_t kem,
                                            ByteView shared_secret,
                                            std::string_view info);

}  // namespace holdfast
