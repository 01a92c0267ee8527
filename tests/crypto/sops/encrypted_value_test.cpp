#include "crypto/sops/encrypted_value.h"

#include "crypto/encoding/base64.h"
#include "tests/support/catch.h"

using namespace holdfast;
using namespace holdfast::sops;
using holdfast::test::code_of;

namespace {

// The first example of the format's description.
const std::string kText =
    "ENC[AES256_GCM,data:AhdL/Wg=,iv:JjvWJnzPwQmXgNQSShL9ESfYY3pb6l8XLPHN04MY/YA=,"
    "tag:Drhr+Qb92trhWhZhmW1QCQ==,type:str]";

bool refused(const std::string& text) {
  return code_of([&] { (void)parse_encrypted_value(text); }) == Code::Integrity;
}

std::string with(std::string_view old_part, std::string_view new_part) {
  std::string text = kText;
  return text.replace(text.find(old_part), old_part.size(), new_part);
}

}  // namespace

TEST_CASE("encrypted_value: is printed as it was read", "[crypto][sops]") {
  const EncryptedValue value = parse_encrypted_value(kText);
  CHECK(value.data.size() == 5);
  CHECK(value.iv.size() == 32);
  CHECK(value.type == ValueType::Str);
  CHECK(print_encrypted_value(value) == kText);
}

TEST_CASE("encrypted_value: every type word", "[crypto][sops]") {
  for (const char* word : {"str", "int", "float", "bool", "time", "bytes", "comment"}) {
    const std::string text = with("type:str", "type:" + std::string(word));
    CHECK(type_word(parse_encrypted_value(text).type) == word);
    CHECK(print_encrypted_value(parse_encrypted_value(text)) == text);
  }
  for (const char* word : {"", "string", "Str", "str ", " str", "int,x"}) {
    CHECK(refused(with("type:str", "type:" + std::string(word))));
  }
}

TEST_CASE("encrypted_value: text behind the bracket is ignored", "[crypto][sops]") {
  CHECK(print_encrypted_value(parse_encrypted_value(kText + " tail\n]")) == kText);
  CHECK(refused(kText + " tail]"));  // sops takes the last bracket of the line
  CHECK(refused(" " + kText));
  CHECK(refused("\n" + kText));
}

TEST_CASE("encrypted_value: cut off anywhere, it is refused", "[crypto][sops]") {
  for (std::size_t size = 0; size < kText.size(); ++size) CHECK(refused(kText.substr(0, size)));
}

TEST_CASE("encrypted_value: fields are base64 with padding, and not empty", "[crypto][sops]") {
  CHECK(refused(with("AhdL/Wg=", "")));
  CHECK(refused(with("AhdL/Wg=", "AhdL/Wg")));
  CHECK(refused(with("AhdL/Wg=", "AhdL /Wg")));
  CHECK(refused(with("AhdL/Wg=", "AhdL\n/Wg=")));
  CHECK(refused(with("JjvWJnzPwQmXgNQSShL9ESfYY3pb6l8XLPHN04MY/YA=", "")));
  CHECK(refused(with("Drhr+Qb92trhWhZhmW1QCQ==", "Drhr+Qb92trhWhZhmW1Q")));
}

TEST_CASE("encrypted_value: the fields stand in a fixed order", "[crypto][sops]") {
  CHECK(refused(with("data:", "iv:")));
  CHECK(refused(with("AES256_GCM", "AES128_GCM")));
  CHECK(refused(with(",tag:", ",x:AA==,tag:")));
}

TEST_CASE("encrypted_value: nonces of any length are read", "[crypto][sops]") {
  for (const std::size_t size : {1U, 12U, 100U, 1000U}) {
    const std::string iv = encode_base64(Bytes(size, 3));
    const std::string text = with("JjvWJnzPwQmXgNQSShL9ESfYY3pb6l8XLPHN04MY/YA=", iv);
    CHECK(parse_encrypted_value(text).iv.size() == size);
  }
}

TEST_CASE("encrypted_value: is recognised by its start", "[crypto][sops]") {
  CHECK(looks_encrypted(kText));
  CHECK(looks_encrypted("ENC[AES256_GCM,"));
  CHECK_FALSE(looks_encrypted("ENC[AES256"));
  CHECK_FALSE(looks_encrypted(" " + kText));
  CHECK_FALSE(looks_encrypted(""));
}
