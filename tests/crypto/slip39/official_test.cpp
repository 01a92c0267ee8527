// The 45 official vectors of SLIP-0039. They are not part of this tree: HOLDFAST_SLIP39_VECTORS
// names the file.

#include "crypto/encoding/hex.h"
#include "crypto/slip39/share_set.h"
#include "src/base/file.h"
#include "src/base/json.h"
#include "tests/support/catch.h"

#include <cstdlib>

using namespace holdfast;

namespace {

// The secret in hexadecimal digits; "" when the mnemonics are refused.
std::string outcome_of(const Json::Array& mnemonics) {
  try {
    std::vector<slip39::Share> shares;
    for (const Json& mnemonic : mnemonics) {
      shares.push_back(slip39::parse_mnemonic(mnemonic.text()));
    }
    return encode_hex(slip39::combine(shares, as_bytes("TREZOR")).expose());
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

TEST_CASE("slip39: all official vectors come out as expected", "[crypto][slip39]") {
  const char* const file = std::getenv("HOLDFAST_SLIP39_VECTORS");
  if (file == nullptr) {
    WARN("skipped: HOLDFAST_SLIP39_VECTORS does not name the file of SLIP-39's vectors");
    return;
  }
  const Json vectors = Json::parse(read_file(file));
  CHECK(vectors.items().size() == 45);
  for (const Json& vector : vectors.items()) {
    const Json::Array& fields = vector.items();
    INFO(fields[0].text());
    CHECK(outcome_of(fields[1].items()) == fields[2].text());
  }
}
