#include "crypto/sops/data_key.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

using namespace holdfast;

TEST_CASE("data_key: two are never the same", "[crypto][sops]") {
  CHECK(encode_hex(sops::generate_data_key().expose()) !=
        encode_hex(sops::generate_data_key().expose()));
}
