#include "crypto/age/decrypt.h"

#include "crypto/age/header.h"
#include "crypto/age/payload_stream.h"
#include "crypto/encoding/armor.h"
#include "src/base/error.h"

#include <algorithm>

namespace holdfast::age {

namespace {

using Borrowed = std::span<const Identity* const>;

// The binary form of a file, taken out of its armor where it has one.
class BinaryFile {
 public:
  explicit BinaryFile(ByteView file) : bytes_(file) {
    if (!looks_armored(as_text(file))) return;
    unarmored_ = decode_armor(as_text(file));
    bytes_ = unarmored_;
  }
  BinaryFile(const BinaryFile&) = delete;
  BinaryFile& operator=(const BinaryFile&) = delete;
  BinaryFile(BinaryFile&&) = delete;
  BinaryFile& operator=(BinaryFile&&) = delete;
  ~BinaryFile() = default;

  [[nodiscard]] ByteView bytes() const { return bytes_; }

 private:
  Bytes unarmored_;
  ByteView bytes_;
};

// Checked here and not only by the passphrase's identity, so that a file is good or bad whatever it
// is opened with.
Header parse_sound_header(ByteView file) {
  Header header = parse_header(file);
  const bool passphrase =
      std::ranges::find(header.stanzas, "scrypt", &Stanza::type) != header.stanzas.end();
  if (passphrase && header.stanzas.size() > 1) {
    throw Error(Code::Integrity, "age header: a passphrase must be the only way to open a file");
  }
  return header;
}

// An identity that cannot be used here keeps none of the others from opening the file.
std::optional<FileKey> find_file_key(std::span<const Stanza> stanzas, Borrowed with) {
  std::optional<Error> fault;
  for (const Identity* identity : with) {
    try {
      auto file_key = identity->unwrap(stanzas);
      if (file_key) return file_key;
    } catch (const Error& error) {
      if (error.code() != Code::Failed) throw;
      if (!fault) fault = error;
    }
  }
  if (fault) throw Error(*fault);
  return std::nullopt;
}

}  // namespace

std::optional<SecretText> try_decrypt(ByteView file, Borrowed with) {
  const BinaryFile binary(file);
  const Header header = parse_sound_header(binary.bytes());
  const auto file_key = find_file_key(header.stanzas, with);
  if (!file_key) return std::nullopt;
  check_header_mac(header, binary.bytes(), *file_key);
  return open_payload(binary.bytes().subspan(header.size), *file_key);
}

SecretText decrypt(ByteView file, const Identities& with) {
  std::vector<const Identity*> borrowed;
  for (const IdentityPtr& identity : with) borrowed.push_back(identity.get());
  auto plain = try_decrypt(file, borrowed);
  if (!plain) throw Error(Code::NoIdentity, "none of the identities at hand opens it");
  return std::move(*plain);
}

std::vector<std::string> stanza_types(ByteView file) {
  const BinaryFile binary(file);
  std::vector<std::string> types;
  for (const Stanza& stanza : parse_sound_header(binary.bytes()).stanzas) {
    types.push_back(stanza.type);
  }
  return types;
}

}  // namespace holdfast::age
