#include "crypto/sops/encrypted_value.h"

#include "crypto/encoding/base64.h"
#include "src/base/error.h"

#include <algorithm>

namespace holdfast::sops {

namespace {

constexpr std::string_view kStart = "ENC[AES256_GCM,";

struct TypeWord {
  ValueType type;
  std::string_view word;
};

constexpr std::array kTypeWords{
    TypeWord{ValueType::Str, "str"},
    TypeWord{ValueType::Int, "int"},
    TypeWord{ValueType::Float, "float"},
    TypeWord{ValueType::Bool, "bool"},
    TypeWord{ValueType::Time, "time"},
    TypeWord{ValueType::Bytes, "bytes"},
    TypeWord{ValueType::Comment, "comment"},
};

[[noreturn]] void refuse(std::string_view why) {
  throw Error(Code::Integrity, "the encrypted value is malformed: " + std::string(why));
}

// Takes what stands between the field's name and the next one; base64 has no comma.
std::string_view take_field(std::string_view& text, std::string_view name) {
  if (!text.starts_with(name)) refuse("a field is missing");
  text.remove_prefix(name.size());
  const std::size_t end = text.find(',');
  if (end == std::string_view::npos) refuse("it ends too early");
  const std::string_view field = text.substr(0, end);
  text.remove_prefix(end + 1);
  return field;
}

Bytes decode_field(std::string_view text) {
  auto bytes = decode_base64(text);
  if (!bytes || bytes->empty()) refuse("a field is empty or not base64");
  return std::move(*bytes);
}

// Up to the last bracket of the line: sops takes as much as it can, and so refuses a text behind
// the bracket that holds another one.
ValueType type_of(std::string_view rest) {
  constexpr std::string_view kName = "type:";
  if (!rest.starts_with(kName)) refuse("a field is missing");
  rest = rest.substr(kName.size(), rest.find('\n') - kName.size());
  const std::size_t end = rest.rfind(']');
  if (end == std::string_view::npos) refuse("it ends too early");
  const auto* const found = std::ranges::find(kTypeWords, rest.substr(0, end), &TypeWord::word);
  if (found == kTypeWords.end()) refuse("its type is unknown");
  return found->type;
}

void append_field(std::string& out, std::string_view name, ByteView bytes) {
  out.append(name);
  append_base64(out, bytes);
}

}  // namespace

std::string_view type_word(ValueType type) noexcept {
  return std::ranges::find(kTypeWords, type, &TypeWord::type)->word;
}

bool looks_encrypted(std::string_view text) noexcept { return text.starts_with(kStart); }

EncryptedValue parse_encrypted_value(std::string_view text) {
  if (!looks_encrypted(text)) refuse("it does not start as one");
  text.remove_prefix(kStart.size());
  EncryptedValue value;
  value.data = decode_field(take_field(text, "data:"));
  value.iv = decode_field(take_field(text, "iv:"));
  const Bytes tag = decode_field(take_field(text, "tag:"));
  if (tag.size() != value.tag.size()) refuse("its tag has the wrong size");
  std::ranges::copy(tag, value.tag.begin());
  value.type = type_of(text);
  return value;
}

std::string print_encrypted_value(const EncryptedValue& value) {
  constexpr std::size_t kFixed = 96;  // names, brackets, tag and the longest type
  std::string text;
  text.reserve(kFixed + (value.data.size() + value.iv.size()) * 4 / 3);
  text.append(kStart);
  append_field(text, "data:", value.data);
  append_field(text, ",iv:", value.iv);
  append_field(text, ",tag:", value.tag);
  text.append(",type:").append(type_word(value.type)).push_back(']');
  return text;
}

}  // namespace holdfast::sops
