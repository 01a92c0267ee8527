#include "crypto/ssh/public_key.h"

#include "crypto/encoding/base64.h"
#include "crypto/primitives/hash.h"
#include "crypto/ssh/wire.h"
#include "src/base/error.h"

#include <algorithm>

namespace holdfast::ssh {

namespace {

constexpr std::string_view kBlanks = " \t";

struct Fields {
  std::string_view type;
  std::string_view key;
};

// The first two fields of a line; empty where there are fewer.
Fields split(std::string_view line) {
  line = line.substr(0, line.find_first_of("\r\n"));
  const std::size_t type_end = std::min(line.find_first_of(kBlanks), line.size());
  std::string_view rest = line.substr(type_end);
  rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
  return {line.substr(0, type_end), rest.substr(0, rest.find_first_of(kBlanks))};
}

std::string_view without_blanks_before(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of(kBlanks), line.size()));
}

// Options are one field, whose quoted parts may hold blanks.
std::string_view without_options(std::string_view line) {
  bool quoted = false;
  char before = '\0';
  for (std::size_t at = 0; at < line.size(); before = line[at++]) {
    if (line[at] == '"' && before != '\\') quoted = !quoted;
    if (!quoted && kBlanks.find(line[at]) != std::string_view::npos) {
      return without_blanks_before(line.substr(at));
    }
  }
  return {};
}

std::optional<PublicKey> key_in(std::string_view line) {
  try {
    return parse_public_key_line(line);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

std::string public_key_line(const PublicKey& key) {
  return std::string(type_name(key)) + " " + encode_base64(key_blob(key));
}

PublicKey parse_public_key_line(std::string_view line) {
  const Fields fields = split(line);
  if (fields.type != kEd25519Name && fields.type != kRsaName) {
    throw Error(Code::Failed, "this is neither an ssh-ed25519 nor an ssh-rsa public key");
  }
  const auto blob = decode_base64(fields.key);
  if (!blob) throw Error(Code::Failed, "the base64 of the SSH public key is damaged");
  PublicKey key = parse_key_blob(*blob);
  if (type_name(key) != fields.type) {
    throw Error(Code::Failed, "the SSH public key is of another type than its line says");
  }
  return key;
}

Ed25519PublicKey parse_ed25519_line(std::string_view line) {
  const PublicKey key = parse_public_key_line(line);
  if (const auto* ed25519 = std::get_if<Ed25519PublicKey>(&key)) return *ed25519;
  throw Error(Code::Failed, "this is not an ssh-ed25519 public key");
}

PublicKey parse_public_key_file(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = without_blanks_before(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with('#')) continue;
    if (const auto key = key_in(line)) return *key;
    if (const auto key = key_in(without_options(line))) return *key;
  }
  throw Error(Code::Failed, "there is no ssh-ed25519 or ssh-rsa public key in it");
}

std::optional<std::string> declared_type(std::string_view line) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-@.";
  const Fields fields = split(line);
  const auto blob = decode_base64(fields.key);
  // The letters, since the type is going to be shown.
  if (!blob || fields.type.find_first_not_of(kLetters) != std::string_view::npos) {
    return std::nullopt;
  }
  WireWriter start;
  start.string(fields.type);
  const bool same = blob->size() > start.bytes().size() &&
                    std::ranges::equal(ByteView(*blob).first(start.bytes().size()), start.bytes());
  return same ? std::optional<std::string>(fields.type) : std::nullopt;
}

std::string fingerprint(const PublicKey& key) {
  return "SHA256:" + encode_base64(sha256(key_blob(key)), Padding::None);
}

}  // namespace holdfast::ssh
