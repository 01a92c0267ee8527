#include "crypto/age/scrypt_passphrase.h"

#include "crypto/age/file_key_wrap.h"
#include "crypto/encoding/base64.h"
#include "crypto/primitives/scrypt.h"
#include "src/base/error.h"
#include "src/base/random.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace holdfast::age {

namespace {

constexpr std::string_view kType = "scrypt";
constexpr std::string_view kLabel = "age-encryption.org/v1/scrypt";

using Salt = std::array<std::uint8_t, 16>;

struct Arguments {
  Salt salt{};
  int work_factor = 0;
};

DerivedKey wrap_key(const SecretText& passphrase, const Arguments& arguments) {
  Bytes salt = to_bytes(kLabel);
  salt.insert(salt.end(), arguments.salt.begin(), arguments.salt.end());
  return scrypt(passphrase.expose_bytes(), salt, arguments.work_factor);
}

[[noreturn]] void refuse(std::string_view why) {
  throw Error(Code::Integrity, "age header: " + std::string(why));
}

// Decimal digits, the first of them not zero (age v1, "The scrypt recipient type").
int work_factor_of(std::string_view text) {
  int value = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || text[0] < '1' || text[0] > '9' || stopped != end) {
    refuse("the work factor of a passphrase is malformed");
  }
  if (error != std::errc() || value > kMaxWorkFactor) {
    refuse("the work factor of a passphrase is too large");
  }
  return value;
}

Arguments arguments_of(const Stanza& stanza) {
  if (stanza.args.size() != 2 || stanza.body.size() != kWrappedFileKeySize) {
    refuse("a passphrase stanza is malformed");
  }
  const auto salt = decode_base64(stanza.args[0], Padding::None);
  Arguments arguments;
  if (!salt || salt->size() != arguments.salt.size()) refuse("a passphrase salt is malformed");
  std::ranges::copy(*salt, arguments.salt.begin());
  arguments.work_factor = work_factor_of(stanza.args[1]);
  return arguments;
}

}  // namespace

ScryptRecipient::ScryptRecipient(SecretText passphrase, int work_factor)
    : passphrase_(std::move(passphrase)), work_factor_(work_factor) {
  if (passphrase_.empty()) throw Error(Code::Failed, "the passphrase is empty");
  if (work_factor_ < 1 || work_factor_ > kMaxWorkFactor) {
    throw Error(Code::Failed, "the work factor of the passphrase is out of range");
  }
}

Wrapped ScryptRecipient::wrap(const FileKey& file_key) const {
  Arguments arguments{{}, work_factor_};
  random_fill(arguments.salt);
  Stanza stanza;
  stanza.type = kType;
  stanza.args = {encode_base64(arguments.salt, Padding::None), std::to_string(work_factor_)};
  stanza.body = wrap_file_key(file_key, wrap_key(passphrase_, arguments));
  return {{std::move(stanza)}};
}

std::optional<FileKey> ScryptIdentity::unwrap(std::span<const Stanza> stanzas) const {
  const auto found = std::ranges::find(stanzas, kType, &Stanza::type);
  if (found == stanzas.end()) return std::nullopt;
  if (stanzas.size() != 1) refuse("a passphrase must be the only way to open a file");
  return unwrap_file_key(found->body, wrap_key(passphrase_, arguments_of(*found)));
}

}  // namespace holdfast::age
