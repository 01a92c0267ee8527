#include "crypto/sops/mac.h"

#include "tests/crypto/sops/vectors.h"
#include "tests/support/catch.h"

using namespace holdfast;
using namespace holdfast::sops;

TEST_CASE("mac: every code that sops made", "[crypto][sops]") {
  for (const Json& vector : test::sops_manifest().at("vectors").items()) {
    const Json& expected = vector.at("mac");
    INFO(vector.at("id").text());
    const bool only_encrypted = !expected.at("init_hex").text().empty();
    Mac mac(only_encrypted ? MacScope::EncryptedValuesOnly : MacScope::AllValues);
    for (const Json& piece : expected.at("pieces").items()) {
      mac.add(as_text(decode_hex(piece.text()).value()));
    }
    CHECK(mac.text() == expected.at("sha512_upper_hex").text());
  }
}

TEST_CASE("mac: the two scopes differ even without a value", "[crypto][sops]") {
  CHECK(Mac(MacScope::AllValues).text() != Mac(MacScope::EncryptedValuesOnly).text());
}
