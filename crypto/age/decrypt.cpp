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
Header parse_sound_header(Lookahead& in) {
  Header header = parse_header(in);
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

// Reads past the header and returns its file key; nullopt when none of `with` has it.
std::optional<FileKey> take_header(Lookahead& in, Borrowed with) {
  const Header header = parse_sound_header(in);
  auto file_key = find_file_key(header.stanzas, with);
  if (!file_key) return std::nullopt;
  check_header_mac(header, in.peek(header.size), *file_key);
  in.skip(header.size);
  return file_key;
}

std::vector<const Identity*> borrow(const Identities& with) {
  std::vector<const Identity*> borrowed;
  for (const IdentityPtr& identity : with) borrowed.push_back(identity.get());
  return borrowed;
}

[[noreturn]] void refuse_strangers() {
  throw Error(Code::NoIdentity, "none of the identities at hand opens it");
}

void decrypt_binary(Lookahead& in, Sink& plain, const Identities& with, unsigned jobs) {
  const auto file_key = take_header(in, borrow(with));
  if (!file_key) refuse_strangers();
  open_payload(in, plain, *file_key, jobs);
}

}  // namespace

std::optional<SecretText> try_decrypt(ByteView file, Borrowed with) {
  const BinaryFile binary(file);
  Lookahead in(binary.bytes());
  const auto file_key = take_header(in, with);
  if (!file_key) return std::nullopt;
  return open_payload(in.peek(0), *file_key);
}

SecretText decrypt(ByteView file, const Identities& with) {
  auto plain = try_decrypt(file, borrow(with));
  if (!plain) refuse_strangers();
  return std::move(*plain);
}

void decrypt(Source& in, Sink& plain, const Identities& with, unsigned jobs) {
  Lookahead file(in);
  if (!looks_armored(file)) return decrypt_binary(file, plain, with, jobs);
  ArmorSource armor(file);
  Lookahead binary(armor);
  decrypt_binary(binary, plain, with, jobs);
}

bool is_age_file(std::string_view text) noexcept {
  if (text.starts_with("age-encryption")) return true;
  // Other files have armor too, such as SSH keys.
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text.starts_with("-----BEGIN AGE");
}

std::vector<std::string> stanza_types(ByteView file) {
  const BinaryFile binary(file);
  Lookahead in(binary.bytes());
  std::vector<std::string> types;
  for (const Stanza& stanza : parse_sound_header(in).stanzas) types.push_back(stanza.type);
  return types;
}

}  // namespace holdfast::age
