#include "crypto/age/encrypt.h"

#include "crypto/age/decrypt.h"
#include "crypto/age/scrypt_passphrase.h"
#include "crypto/age/x25519.h"
#include "tests/support/catch.h"

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;

namespace {

class Labelled final : public Recipient {
 public:
  [[nodiscard]] Wrapped wrap(const FileKey& /*file_key*/) const override {
    return {{{"labelled", {}, {}}}, {"postquantum"}};
  }
  [[nodiscard]] std::string text() const override { return "labelled"; }
};

RecipientPtr fresh_recipient() { return parse_recipient(X25519Identity::generate()->recipient()); }

}  // namespace

TEST_CASE("encrypt: each recipient opens the file alone", "[crypto][age]") {
  const auto one = X25519Identity::generate();
  const auto other = X25519Identity::generate();
  Recipients to;
  to.push_back(parse_recipient(one->recipient()));
  to.push_back(parse_recipient(other->recipient()));
  for (const Form form : {Form::Binary, Form::Armored}) {
    const Bytes file = encrypt(as_bytes("hello"), to, form);
    for (const Identity* identity : {one.get(), other.get()}) {
      CHECK(try_decrypt(file, std::span(&identity, 1)).value().expose() == "hello");
    }
  }
}

TEST_CASE("encrypt: the armored form is text that ends with a line feed", "[crypto][age]") {
  const std::string text = encrypt_armored(as_bytes("hello"), *fresh_recipient());
  CHECK(text.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"));
  CHECK(text.ends_with("\n-----END AGE ENCRYPTED FILE-----\n"));
}

TEST_CASE("encrypt: without a recipient it is refused", "[crypto][age]") {
  CHECK(code_of([] { (void)encrypt(as_bytes("x"), {}); }) == Code::Failed);
}

TEST_CASE("encrypt: labels must go together", "[crypto][age]") {
  Recipients to;
  to.push_back(fresh_recipient());
  to.push_back(std::make_unique<Labelled>());
  CHECK(code_of([&] { (void)encrypt(as_bytes("x"), to); }) == Code::Failed);
  to.erase(to.begin());
  to.push_back(std::make_unique<Labelled>());
  CHECK_FALSE(encrypt(as_bytes("x"), to).empty());
}

TEST_CASE("encrypt: a passphrase must be alone", "[crypto][age]") {
  Recipients to;
  to.push_back(std::make_unique<ScryptRecipient>(SecretText("x"), 2));
  CHECK_FALSE(encrypt(as_bytes("x"), to).empty());
  to.push_back(fresh_recipient());
  CHECK(code_of([&] { (void)encrypt(as_bytes("x"), to); }) == Code::Failed);
}
