#include "crypto/age/header.h"

#include "crypto/age/stanza_line.h"
#include "crypto/encoding/base64.h"
#include "crypto/primitives/hkdf.h"
#include "crypto/primitives/hmac.h"
#include "src/base/error.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace holdfast::age {

namespace {

constexpr std::string_view kVersion = "age-encryption.org/v1";
constexpr std::string_view kMacMark = "---";

[[noreturn]] void refuse(std::string_view why) {
  throw Error(Code::Integrity, "age header: " + std::string(why));
}

class Parser {
 public:
  explicit Parser(Lookahead& in) : in_(in) {}

  Header parse() {
    check_version();
    Header header;
    std::string_view line = take_line();
    for (; line.starts_with(kStanzaMark); line = take_line()) {
      if (header.stanzas.size() == kMaxStanzas) refuse("too many stanzas");
      header.stanzas.push_back(parse_stanza(line));
    }
    if (header.stanzas.empty()) refuse("there is no stanza");
    header.size = at_;
    header.mac_input_size = at_ - 1 - line.size() + kMacMark.size();
    header.mac = parse_mac(line);
    return header;
  }

 private:
  void check_version() {
    const std::string_view line = take_line();
    if (line == kVersion) return;
    if (line.starts_with(kVersion)) refuse("the first line was changed (by a shell or an editor?)");
    refuse("this is not an age file of version 1");
  }

  // Valid until the next line is taken.
  std::string_view take_line() {
    std::size_t end = text_.find('\n', at_);
    while (end == std::string_view::npos) {
      const std::size_t searched = text_.size();
      look_further();
      end = text_.find('\n', searched);
    }
    const std::string_view line = text_.substr(at_, end - at_);
    at_ = end + 1;
    return line;
  }

  void look_further() {
    const std::size_t known = text_.size();
    if (known == kMaxHeader) refuse("it is too long");
    text_ = as_text(in_.peek(known + 1)).substr(0, kMaxHeader);
    if (text_.size() == known) refuse("it ends too early");
  }

  Stanza parse_stanza(std::string_view line) {
    auto words = split_stanza_line(line, kMaxArguments + 1);
    if (!words) refuse("a stanza has a malformed argument, or too many of them");
    Stanza stanza;
    stanza.type = std::move(words->front());
    stanza.args.assign(std::next(words->begin()), words->end());
    stanza.body = parse_body();
    return stanza;
  }

  // Lines of 64 columns, then a shorter one, which may be empty.
  Bytes parse_body() {
    std::string digits;
    std::string_view line;
    do {
      line = take_line();
      if (line.size() > kStanzaColumns) refuse("a line of a stanza is too long");
      digits += line;
    } while (line.size() == kStanzaColumns);
    auto body = decode_base64(digits, Padding::None);
    if (!body) refuse("the base64 of a stanza is damaged");
    return std::move(*body);
  }

  static Sha256Digest parse_mac(std::string_view line) {
    constexpr std::string_view kMark = "--- ";
    if (!line.starts_with(kMark)) refuse("a line is neither a stanza nor the MAC");
    const auto bytes = decode_base64(line.substr(kMark.size()), Padding::None);
    Sha256Digest mac{};
    if (!bytes || bytes->size() != mac.size()) refuse("the MAC is malformed");
    std::ranges::copy(*bytes, mac.begin());
    return mac;
  }

  Lookahead& in_;
  std::string_view text_;  // what was looked at
  std::size_t at_ = 0;
};

Sha256Digest header_mac(ByteView covered, const FileKey& file_key) {
  const DerivedKey key = hkdf_sha256(file_key.expose(), {}, "header");
  return hmac_sha256(key.expose(), {covered});
}

// A body that fills its last line is followed by an empty one.
void print_stanza(std::string& out, const Stanza& stanza) {
  out.append(kStanzaMark).append(stanza.type);
  for (const std::string& argument : stanza.args) out.append(" ").append(argument);
  out.push_back('\n');
  const std::string digits = encode_base64(stanza.body, Padding::None);
  for (std::size_t at = 0; at <= digits.size(); at += kStanzaColumns) {
    out.append(digits, at, kStanzaColumns).push_back('\n');
  }
}

}  // namespace

Header parse_header(Lookahead& in) { return Parser(in).parse(); }

Header parse_header(ByteView file) {
  Lookahead in(file);
  return parse_header(in);
}

std::string print_header(std::span<const Stanza> stanzas, const FileKey& file_key) {
  std::string text(kVersion);
  text.push_back('\n');
  for (const Stanza& stanza : stanzas) print_stanza(text, stanza);
  text.append(kMacMark);
  const Sha256Digest mac = header_mac(as_bytes(text), file_key);
  text.append(" ").append(encode_base64(mac, Padding::None)).push_back('\n');
  return text;
}

void check_header_mac(const Header& header, ByteView file, const FileKey& file_key) {
  const Sha256Digest expected = header_mac(file.first(header.mac_input_size), file_key);
  if (!equal_constant_time(expected, header.mac)) refuse("its MAC does not hold");
}

}  // namespace holdfast::age
