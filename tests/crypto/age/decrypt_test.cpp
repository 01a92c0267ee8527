#include "crypto/age/decrypt.h"

#include "crypto/age/encrypt.h"
#include "crypto/age/x25519.h"
#include "tests/crypto/sops/vectors.h"
#include "tests/support/catch.h"

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;
using holdfast::test::read_fixture;

namespace {

Identities identities_of(const char* file) { return parse_identity_file(read_fixture(file)); }

bool refused(ByteView file, const Identity& identity) {
  const Identity* const with = &identity;
  try {
    return !try_decrypt(file, std::span(&with, 1));
  } catch (const Error& error) {
    return error.code() == Code::Integrity;
  }
}

}  // namespace

TEST_CASE("decrypt: the data keys that sops wrapped", "[crypto][age]") {
  const Json document = Json::parse(read_fixture("sops/08-json.enc.json"));
  const std::string& file = document.at("sops").at("age").items().at(0).at("enc").text();
  const SecretText key = decrypt(as_bytes(file), identities_of("sops/key1.txt"));
  CHECK(encode_hex(key.expose_bytes()) == test::sops_vector("08-json").at("data_key_hex").text());
  CHECK(code_of([&] { (void)decrypt(as_bytes(file), identities_of("sops/key2.txt")); }) ==
        Code::NoIdentity);
  CHECK(stanza_types(as_bytes(file)) == std::vector<std::string>{"X25519"});
}

TEST_CASE("decrypt: without identities it says so", "[crypto][age]") {
  const std::string file =
      encrypt_armored(as_bytes("x"), *parse_recipient(X25519Identity::generate()->recipient()));
  CHECK_FALSE(try_decrypt(as_bytes(file), {}));
  CHECK(code_of([&] { (void)decrypt(as_bytes(file), {}); }) == Code::NoIdentity);
}

TEST_CASE("decrypt: what is not an age file is refused", "[crypto][age]") {
  for (const char* file : {"", "hello", "-----BEGIN PGP MESSAGE-----\n", "\n\n"}) {
    CHECK(code_of([&] { (void)decrypt(as_bytes(file), {}); }) == Code::Integrity);
  }
}

TEST_CASE("decrypt: any change of any byte is noticed", "[crypto][age]") {
  const auto identity = X25519Identity::generate();
  Recipients to;
  to.push_back(parse_recipient(identity->recipient()));
  const Bytes file = encrypt(as_bytes("secret"), to);
  for (std::size_t at = 0; at < file.size(); ++at) {
    Bytes changed = file;
    changed[at] ^= 1U;
    CHECK(refused(changed, *identity));
    CHECK(refused(ByteView(file).first(at), *identity));
  }
}

TEST_CASE("decrypt: a passphrase beside other stanzas is refused for all", "[crypto][age]") {
  const std::string file =
      "age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\n\n-> other\n\n"
      "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
  CHECK(code_of([&] { (void)try_decrypt(as_bytes(file), {}); }) == Code::Integrity);
}

TEST_CASE("decrypt: an age file is told by its start, other armor is not one", "[crypto][age]") {
  CHECK(is_age_file("age-encryption.org/v1\n"));
  CHECK(is_age_file("-----BEGIN AGE ENCRYPTED FILE-----\n"));
  CHECK(is_age_file(" \r\n\t-----BEGIN AGE ENCRYPTED FILE-----\n"));
  CHECK_FALSE(is_age_file("-----BEGIN OPENSSH PRIVATE KEY-----\n"));
  CHECK_FALSE(is_age_file("AGE-SECRET-KEY-1"));
  CHECK_FALSE(is_age_file(" \n"));
  CHECK_FALSE(is_age_file(""));
}
