#include "crypto/primitives/aes_gcm.h"

#include "crypto/primitives/require.h"
#include "src/base/secret.h"

#include <openssl/evp.h>

#include <limits>

namespace holdfast {

namespace {

struct FreeCipher {
  void operator()(EVP_CIPHER* cipher) const noexcept { EVP_CIPHER_free(cipher); }
};
using Cipher = std::unique_ptr<EVP_CIPHER, FreeCipher>;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

// Kept, since a fetch by name costs more than a small message.
const EVP_CIPHER* aes_256_gcm() {
  static const Cipher kCipher(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
  require_call(kCipher != nullptr, "EVP_CIPHER_fetch");
  return kCipher.get();
}

int int_size(ByteView bytes) {
  require_call(bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()),
               "EVP_CipherUpdate: more than 2 GiB");
  return static_cast<int>(bytes.size());
}

}  // namespace

struct AesGcm::State {
  Context context;  // OpenSSL wipes the expanded key when it is freed
  std::size_t nonce_size = 0;
};

AesGcm::AesGcm(std::span<const std::uint8_t, 32> key)
    : state_(std::make_unique<State>(State{Context(EVP_CIPHER_CTX_new())})) {
  require_call(state_->context != nullptr, "EVP_CIPHER_CTX_new");
  require_call(
      EVP_EncryptInit_ex2(state_->context.get(), aes_256_gcm(), key.data(), nullptr, nullptr) == 1,
      "EVP_EncryptInit_ex2");
}

AesGcm::AesGcm(AesGcm&&) noexcept = default;
AesGcm& AesGcm::operator=(AesGcm&&) noexcept = default;
AesGcm::~AesGcm() = default;

void AesGcm::start(ByteView nonce, ByteView aad, Direction direction) {
  EVP_CIPHER_CTX* const context = state_->context.get();
  if (nonce.size() != state_->nonce_size) {
    require_call(
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, int_size(nonce), nullptr) == 1,
        "EVP_CTRL_AEAD_SET_IVLEN");
    state_->nonce_size = nonce.size();
  }
  require_call(
      EVP_CipherInit_ex2(
          context, nullptr, nullptr, nonce.data(), static_cast<int>(direction), nullptr) == 1,
      "EVP_CipherInit_ex2");
  if (!aad.empty()) update(aad, nullptr);
}

void AesGcm::update(ByteView in, std::uint8_t* out) {
  int written = 0;
  require_call(EVP_CipherUpdate(state_->context.get(), out, &written, in.data(), int_size(in)) == 1,
               "EVP_CipherUpdate");
}

AesGcm::Tag AesGcm::seal(ByteView nonce,
                         ByteView aad,
                         ByteView plain,
                         std::span<std::uint8_t> out) {
  require_call(!nonce.empty() && nonce.size() <= kMaxNonce && out.size() == plain.size(),
               "AesGcm::seal");
  start(nonce, aad, Direction::Seal);
  if (!plain.empty()) update(plain, out.data());
  Tag tag{};
  int written = 0;
  require_call(EVP_CipherFinal_ex(state_->context.get(), tag.data(), &written) == 1,
               "EVP_CipherFinal_ex");
  require_call(EVP_CIPHER_CTX_ctrl(
                   state_->context.get(), EVP_CTRL_AEAD_GET_TAG, tag.size(), tag.data()) == 1,
               "EVP_CTRL_AEAD_GET_TAG");
  return tag;
}

bool AesGcm::open(
    ByteView nonce, ByteView aad, ByteView sealed, const Tag& tag, std::span<std::uint8_t> out) {
  require_call(out.size() == sealed.size(), "AesGcm::open");
  if (nonce.empty() || nonce.size() > kMaxNonce) return false;
  start(nonce, aad, Direction::Open);
  if (!sealed.empty()) update(sealed, out.data());
  Tag expected = tag;  // OpenSSL asks for a pointer that it may write through
  require_call(
      EVP_CIPHER_CTX_ctrl(
          state_->context.get(), EVP_CTRL_AEAD_SET_TAG, expected.size(), expected.data()) == 1,
      "EVP_CTRL_AEAD_SET_TAG");
  int written = 0;
  const bool holds = EVP_CipherFinal_ex(state_->context.get(), expected.data(), &written) == 1;
  if (!holds) wipe(out);
  return holds;
}

}  // namespace holdfast
