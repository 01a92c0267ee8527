#include "vault/operations/decrypt.h"

#include "crypto/encoding/hex.h"
#include "src/base/json.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "vault/keyring/identity_sources.h"
#include "vault/keyring/keyring.h"

#include <set>

namespace holdfast::vault {

namespace {

Document parse_vector(const std::string& name) {
  const Path file = Path("sops") / name;
  return Document::parse(SecretText(test::read_fixture(file)), format_of(file));
}

Keyring keyring_of(const std::vector<std::string>& files) {
  Keyring keyring;
  for (const std::string& file : files) {
    keyring.add(read_identity_file(test::fixture(Path("sops") / file), nullptr));
  }
  return keyring;
}

OpenDocument open_with(const Document& document, const std::vector<std::string>& identities) {
  return open_document(
      document, keyring_of(identities).data_key(document.metadata()), MacCheck::Enforce);
}

Json manifest() { return Json::parse(test::read_fixture("sops/manifest.json")); }

// The vectors that are to be opened.
std::vector<Json> vectors() {
  std::vector<Json> found;
  const Json all = manifest();
  for (const Json& vector : all.at("vectors").items()) {
    found.push_back(vector);
  }
  return found;
}

std::vector<std::string> identities_of(const Json& vector) {
  std::vector<std::string> files;
  for (const Json& file : vector.at("identities").items()) files.push_back(file.text());
  return files;
}

std::string hex_of(const SecretText& text) { return encode_hex(text.expose_bytes()); }

}  // namespace

TEST_CASE("decrypt: every vector of sops opens to its values", "[vault][sops]") {
  const std::vector<Json> all = vectors();
  REQUIRE(all.size() >= 23);
  for (const Json& vector : all) {
    DYNAMIC_SECTION(vector.at("id").text()) {
      const Document document = parse_vector(vector.at("encrypted").text());
      const OpenDocument open = open_with(document, identities_of(vector));
      std::multiset<std::string> ours;
      for (const OpenValue& value : open.values) {
        if (!value.was_encrypted) continue;
        ours.insert(std::string(sops::type_word(value.type)) + " " + hex_of(value.canonical));
      }
      std::multiset<std::string> theirs;
      for (const Json& value : vector.at("values").items()) {
        theirs.insert(value.at("type").text() + " " + value.at("plaintext_hex").text());
      }
      CHECK(ours == theirs);
      CHECK(open.warnings.empty());
    }
  }
}

TEST_CASE("decrypt: every vector's data key is the one that sops made", "[vault][sops]") {
  for (const Json& vector : vectors()) {
    DYNAMIC_SECTION(vector.at("id").text()) {
      const Document document = parse_vector(vector.at("encrypted").text());
      const auto key = keyring_of(identities_of(vector)).data_key(document.metadata());
      CHECK(encode_hex(key.expose()) == vector.at("data_key_hex").text());
    }
  }
}

TEST_CASE("decrypt: what sops refuses is refused with the right code", "[vault][sops]") {
  const Json all = manifest();
  for (const Json& negative : all.at("negative").items()) {
    const std::string name = negative.at("file").text();
    const bool second_key = name.starts_with("neg-14") || name.starts_with("neg-16");
    const auto open = [&] {
      static_cast<void>(open_with(parse_vector(name), {second_key ? "key2.txt" : "key1.txt"}));
    };
    DYNAMIC_SECTION(name) {
      switch (negative.at("exit").integer()) {
        case 0:
          CHECK_NOTHROW(open());
          break;
        case 25:
        case 51:
          CHECK(test::code_of(open) == Code::Integrity);
          break;
        case 128:
          CHECK(test::code_of(open) == Code::NoIdentity);
          break;
        default:
          CHECK(test::code_of(open) == Code::Failed);
      }
    }
  }
}

TEST_CASE("decrypt: a comment that a formatter moved is passed through with a warning",
          "[vault][sops]") {
  const Document document = parse_vector("neg-25-comment-with-space.yaml");
  const OpenDocument open = open_with(document, {"key1.txt"});
  REQUIRE(open.warnings.size() == 1);
  CHECK(open.warnings.front().find("does not open") != std::string::npos);
  CHECK(open.unopened_comments.size() == 1);
}

TEST_CASE("decrypt: a fault names the key and never the value", "[vault][sops]") {
  const auto open = [] {
    static_cast<void>(
        open_with(parse_vector("neg-09-plain-in-encrypted-place.yaml"), {"key1.txt"}));
  };
  const std::string text = test::error_of(open).what();
  CHECK(text.find("in the clear") != std::string::npos);
  CHECK(text.find("plain:") == std::string::npos);
}

TEST_CASE("decrypt: without --ignore-mac a missing MAC is an error", "[vault][sops]") {
  const Document document = parse_vector("neg-04-no-mac.yaml");
  const auto key = keyring_of({"key1.txt"}).data_key(document.metadata());
  CHECK_NOTHROW(open_document(document, key, MacCheck::Ignore));
  CHECK(test::code_of([&] {
          static_cast<void>(open_document(document, key, MacCheck::Enforce));
        }) == Code::Integrity);
}

TEST_CASE("decrypt: the MAC may be checked after the values", "[vault][sops]") {
  const Document document = parse_vector("01-scalars.enc.yaml");
  const auto key = keyring_of({"key1.txt"}).data_key(document.metadata());
  OpenDocument open = open_document(document, key, MacCheck::Ignore);
  CHECK_NOTHROW(check_mac(document, open, key));
  open.values.pop_back();
  CHECK(test::code_of([&] { check_mac(document, open, key); }) == Code::Integrity);
}

TEST_CASE("decrypt: a MAC that claims to be no text is refused", "[vault][sops]") {
  std::string text = test::read_fixture("sops/01-scalars.enc.yaml");
  const std::size_t at = text.find("type:str]", text.find("    mac: "));
  text.replace(at, 9, GENERATE("type:int]", "type:float]", "type:comment]", "type:bytes]"));
  const Document document = Document::parse(SecretText(text), Format::Yaml);
  CHECK(test::code_of([&] { static_cast<void>(open_with(document, {"key1.txt"})); }) ==
        Code::Integrity);
}

}  // namespace holdfast::vault
