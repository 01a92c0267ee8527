#include "crypto/sops/value_cipher.h"

#include "tests/crypto/sops/vectors.h"
#include "tests/support/catch.h"

#include <set>

using namespace holdfast;
using namespace holdfast::sops;
using holdfast::test::code_of;
using holdfast::test::data_key_of;
using holdfast::test::hex_member;

namespace {

void check_value(const ValueCipher& cipher, const Json& entry) {
  const std::string& aad = entry.at("aad").text();
  const std::string& text = entry.at("enc").text();
  const Bytes plain = hex_member(entry, "plaintext_hex");
  INFO(text);
  const EncryptedValue value = parse_encrypted_value(text);
  CHECK(type_word(value.type) == entry.at("type").text());
  CHECK(cipher.decrypt(value, aad).expose() == as_text(plain));
  CHECK(cipher.encrypt_with(hex_member(entry, "iv_hex"), as_text(plain), value.type, aad) == text);
  CHECK_FALSE(cipher.try_decrypt(value, aad + ":"));
}

}  // namespace

TEST_CASE("value_cipher: every value that sops made, in both directions", "[crypto][sops]") {
  std::size_t checked = 0;
  for (const Json& vector : test::sops_manifest().at("vectors").items()) {
    const ValueCipher cipher(data_key_of(vector));
    for (const Json& entry : vector.at("values").items()) {
      check_value(cipher, entry);
      ++checked;
    }
  }
  CHECK(checked == 143);
}

TEST_CASE("value_cipher: every MAC that sops made opens", "[crypto][sops]") {
  for (const Json& vector : test::sops_manifest().at("vectors").items()) {
    const Json& mac = vector.at("mac");
    const ValueCipher cipher(data_key_of(vector));
    const EncryptedValue value = parse_encrypted_value(mac.at("enc").text());
    CHECK(cipher.decrypt(value, mac.at("lastmodified").text()).expose() ==
          mac.at("sha512_upper_hex").text());
  }
}

TEST_CASE("value_cipher: a fresh nonce each time", "[crypto][sops]") {
  const ValueCipher cipher(generate_data_key());
  std::set<std::string> texts;
  for (int i = 0; i < 100; ++i) texts.insert(cipher.encrypt("same", ValueType::Str, "key:"));
  CHECK(texts.size() == 100);
  const EncryptedValue value = parse_encrypted_value(*texts.begin());
  CHECK(value.iv.size() == 32);
  CHECK(cipher.decrypt(value, "key:").expose() == "same");
}

TEST_CASE("value_cipher: another path, key or byte does not open", "[crypto][sops]") {
  const ValueCipher cipher(generate_data_key());
  EncryptedValue value = parse_encrypted_value(cipher.encrypt("yes", ValueType::Str, "a:b:"));
  CHECK(code_of([&] { (void)cipher.decrypt(value, "a:c:"); }) == Code::Integrity);
  CHECK_FALSE(ValueCipher(generate_data_key()).try_decrypt(value, "a:b:"));
  value.data[0] ^= 1U;
  CHECK_FALSE(cipher.try_decrypt(value, "a:b:"));
}

TEST_CASE("value_cipher: a nonce that the library cannot take does not open", "[crypto][sops]") {
  const ValueCipher cipher(generate_data_key());
  EncryptedValue value = parse_encrypted_value(cipher.encrypt("yes", ValueType::Str, "a:"));
  value.iv = Bytes(1000, 1);
  CHECK(code_of([&] { (void)cipher.decrypt(value, "a:"); }) == Code::Integrity);
}

TEST_CASE("value_cipher: an empty value is not encrypted", "[crypto][sops]") {
  const ValueCipher cipher(generate_data_key());
  CHECK(code_of([&] { (void)cipher.encrypt("", ValueType::Str, "a:"); }) == Code::Failed);
}

TEST_CASE("value_cipher: can be moved", "[crypto][sops]") {
  ValueCipher first(generate_data_key());
  const std::string text = first.encrypt("yes", ValueType::Str, "a:");
  const ValueCipher second = std::move(first);
  CHECK(second.decrypt(parse_encrypted_value(text), "a:").expose() == "yes");
}
