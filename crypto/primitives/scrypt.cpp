#include "crypto/primitives/scrypt.h"

#include "src/base/error.h"

#include <sodium.h>

#include <cstdint>

namespace holdfast {

DerivedKey scrypt(ByteView passphrase, ByteView salt, int work_factor) {
  constexpr std::uint32_t kBlockSize = 8;
  constexpr std::uint32_t kParallelism = 1;
  DerivedKey key;
  const int result = crypto_pwhash_scryptsalsa208sha256_ll(passphrase.data(),
                                                           passphrase.size(),
                                                           salt.data(),
                                                           salt.size(),
                                                           std::uint64_t{1} << work_factor,
                                                           kBlockSize,
                                                           kParallelism,
                                                           key.fill().data(),
                                                           DerivedKey::kSize);
  if (result != 0) throw Error(Code::Failed, "not enough memory for the passphrase's work factor");
  return key;
}

}  // namespace holdfast
