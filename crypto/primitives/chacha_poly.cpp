#include "crypto/primitives/chacha_poly.h"

#include "crypto/primitives/require.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>

namespace holdfast {

namespace {

// From here on OpenSSL's vector code makes up for its costlier set-up.
constexpr std::size_t kBulk = 1024;

struct FreeCipher {
  void operator()(EVP_CIPHER* cipher) const noexcept { EVP_CIPHER_free(cipher); }
};
using Cipher = std::unique_ptr<EVP_CIPHER, FreeCipher>;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const EVP_CIPHER* chacha20_poly1305() {
  static const Cipher kCipher(EVP_CIPHER_fetch(nullptr, "ChaCha20-Poly1305", nullptr));
  require_call(kCipher != nullptr, "EVP_CIPHER_fetch");
  return kCipher.get();
}

}  // namespace

struct ChaChaPoly::Bulk {
  explicit Bulk(std::span<const std::uint8_t, 32> key) : context(EVP_CIPHER_CTX_new()) {
    require_call(context != nullptr, "EVP_CIPHER_CTX_new");
    require_call(
        EVP_EncryptInit_ex2(context.get(), chacha20_poly1305(), key.data(), nullptr, nullptr) == 1,
        "EVP_EncryptInit_ex2");
  }

  void run(const Nonce& nonce, int sealing, ByteView in, std::uint8_t* out) const {
    int written = 0;
    require_call(
        EVP_CipherInit_ex2(context.get(), nullptr, nullptr, nonce.data(), sealing, nullptr) == 1,
        "EVP_CipherInit_ex2");
    require_call(
        EVP_CipherUpdate(context.get(), out, &written, in.data(), static_cast<int>(in.size())) == 1,
        "EVP_CipherUpdate");
  }

  void seal(const Nonce& nonce, ByteView plain, std::span<std::uint8_t> out) const {
    run(nonce, 1, plain, out.data());
    std::uint8_t* const tag = out.data() + plain.size();
    int written = 0;
    require_call(EVP_CipherFinal_ex(context.get(), tag, &written) == 1, "EVP_CipherFinal_ex");
    require_call(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagSize, tag) == 1,
                 "EVP_CTRL_AEAD_GET_TAG");
  }

  [[nodiscard]] bool open(const Nonce& nonce, ByteView sealed, std::span<std::uint8_t> out) const {
    std::array<std::uint8_t, kTagSize> tag{};
    std::copy_n(sealed.end() - kTagSize, kTagSize, tag.begin());
    run(nonce, 0, sealed.first(out.size()), out.data());
    require_call(
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagSize, tag.data()) == 1,
        "EVP_CTRL_AEAD_SET_TAG");
    int written = 0;
    return EVP_CipherFinal_ex(context.get(), tag.data(), &written) == 1;
  }

  Context context;  // OpenSSL wipes the key when it is freed
};

ChaChaPoly::ChaChaPoly(std::span<const std::uint8_t, 32> key) : key_(key) {}
ChaChaPoly::~ChaChaPoly() = default;

ChaChaPoly::Bulk& ChaChaPoly::bulk() {
  if (!bulk_) bulk_ = std::make_unique<Bulk>(key_.expose());
  return *bulk_;
}

void ChaChaPoly::seal(const Nonce& nonce, ByteView plain, std::span<std::uint8_t> out) {
  require_call(out.size() == plain.size() + kTagSize, "ChaChaPoly::seal");
  if (plain.size() >= kBulk) {
    bulk().seal(nonce, plain, out);
    return;
  }
  crypto_aead_chacha20poly1305_ietf_encrypt(out.data(),
                                            nullptr,
                                            plain.data(),
                                            plain.size(),
                                            nullptr,
                                            0,
                                            nullptr,
                                            nonce.data(),
                                            key_.expose().data());
}

bool ChaChaPoly::open(const Nonce& nonce, ByteView sealed, std::span<std::uint8_t> out) {
  require_call(sealed.size() == out.size() + kTagSize, "ChaChaPoly::open");
  const bool holds = out.size() >= kBulk
                         ? bulk().open(nonce, sealed, out)
                         : crypto_aead_chacha20poly1305_ietf_decrypt(out.data(),
                                                                     nullptr,
                                                                     nullptr,
                                                                     sealed.data(),
                                                                     sealed.size(),
                                                                     nullptr,
                                                                     0,
                                                                     nonce.data(),
                                                                     key_.expose().data()) == 0;
  if (!holds) wipe(out);
  return holds;
}

}  // namespace holdfast
