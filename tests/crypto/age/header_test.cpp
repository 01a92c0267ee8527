#include "crypto/age/header.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <numeric>

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;

namespace {

const std::string kVersion = "age-encryption.org/v1\n";
const std::string kMac = "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
const std::string kStanza = "-> X25519 abc\nAAAA\n";

FileKey file_key() {
  FileKey key;
  std::iota(key.fill().begin(), key.fill().end(), std::uint8_t{0});
  return key;
}

Header parse(const std::string& text) { return parse_header(as_bytes(text)); }

bool refused(const std::string& text) {
  return code_of([&] { (void)parse(text); }) == Code::Integrity;
}

Stanza stanza(std::size_t body_size) { return {"type", {"one", "!~"}, Bytes(body_size, 0xA5)}; }

}  // namespace

TEST_CASE("header: is read as it was printed, whatever the size of a body", "[crypto][age]") {
  for (const std::size_t size : {0U, 1U, 47U, 48U, 49U, 95U, 96U, 97U, 1000U}) {
    const std::vector<Stanza> stanzas{stanza(size), stanza(3)};
    const std::string text = print_header(stanzas, file_key());
    const Header header = parse(text + "payload");
    CHECK(header.stanzas == stanzas);
    CHECK(header.size == text.size());
    check_header_mac(header, as_bytes(text), file_key());
  }
}

TEST_CASE("header: a body that fills its line is followed by an empty one", "[crypto][age]") {
  const std::vector<Stanza> stanzas{stanza(48)};
  CHECK(
      print_header(stanzas, file_key())
          .starts_with(kVersion + "-> type one !~\n" +
                       "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWl\n\n--- "));
}

TEST_CASE("header: the MAC covers every byte before it", "[crypto][age]") {
  const std::vector<Stanza> stanzas{stanza(32)};
  const std::string text = print_header(stanzas, file_key());
  std::string changed = text;
  changed[changed.find("one")] = 'O';
  const Header header = parse(changed);
  CHECK(code_of([&] { check_header_mac(header, as_bytes(changed), file_key()); }) ==
        Code::Integrity);
  CHECK(code_of([&] { check_header_mac(parse(text), as_bytes(text), FileKey()); }) ==
        Code::Integrity);
}

TEST_CASE("header: MAC line must be canonical", "[crypto][age]") {
  CHECK(parse(kVersion + kStanza + kMac).stanzas.size() == 1);
  for (const char* mac : {"---AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                          "---  AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                          "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA \n",
                          "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                          "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\n",
                          "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n",
                          "--- AAAA\n",
                          "---\n",
                          "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
    CHECK(refused(kVersion + kStanza + mac));
  }
}

TEST_CASE("header: the first line is exact", "[crypto][age]") {
  for (const char* version : {"age-encryption.org/v2\n",
                              "age-encryption.org/v1\r\n",
                              "age-encryption.org/v1 \n",
                              " age-encryption.org/v1\n",
                              "\n",
                              ""}) {
    CHECK(refused(version + kStanza + kMac));
  }
}

TEST_CASE("header: stanzas are exact", "[crypto][age]") {
  CHECK(refused(kVersion + kMac));
  for (const char* bad : {"->X25519 abc\nAAAA\n",
                          "-> \nAAAA\n",
                          "->  X25519\nAAAA\n",
                          "-> X25519  abc\nAAAA\n",
                          "-> X25519 abc \nAAAA\n",
                          "-> X25519 a\tc\nAAAA\n",
                          "-> X25519 a\xC3\xA4\nAAAA\n",
                          "-> X25519 abc\r\nAAAA\n",
                          "-> X25519 abc\n",
                          "-> X25519 abc\nAAAA\nAAAA\n",
                          "-> X25519 abc\nAAAA\n\n",
                          "-> X25519 abc\nAA==\n",
                          "-> X25519 abc\nAB\n",
                          "-> X25519 abc\nA\n",
                          "-> X25519 abc\nAA A\n"}) {
    CHECK(refused(kVersion + bad + kMac));
  }
}

TEST_CASE("header: lines of a body have 64 columns but for the last", "[crypto][age]") {
  const std::string full(64, 'A');
  CHECK(parse(kVersion + "-> x\n" + full + "\nAAAA\n" + kMac).stanzas[0].body.size() == 51);
  CHECK(refused(kVersion + "-> x\n" + full + "A\n\n" + kMac));
  CHECK(refused(kVersion + "-> x\n" + full + "\n" + kMac));
}

TEST_CASE("header: cut off anywhere, it is refused", "[crypto][age]") {
  const std::vector<Stanza> stanzas{stanza(70), stanza(0)};
  const std::string text = print_header(stanzas, file_key());
  for (std::size_t size = 0; size < text.size(); ++size) CHECK(refused(text.substr(0, size)));
}

TEST_CASE("header: its size, stanzas and arguments are limited", "[crypto][age]") {
  std::string many = kVersion;
  for (std::size_t i = 0; i < kMaxStanzas; ++i) many += "-> x\n\n";
  CHECK(parse(many + kMac).stanzas.size() == kMaxStanzas);
  CHECK(refused(many + "-> x\n\n" + kMac));

  std::string wide = kVersion + "-> x";
  for (std::size_t i = 0; i < kMaxArguments; ++i) wide += " a";
  CHECK(parse(wide + "\n\n" + kMac).stanzas[0].args.size() == kMaxArguments);
  CHECK(refused(wide + " a\n\n" + kMac));

  CHECK(refused(kVersion + "-> x " + std::string(kMaxHeader, 'a') + "\n\n" + kMac));
}
