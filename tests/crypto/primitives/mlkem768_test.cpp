#include "crypto/primitives/mlkem768.h"

#include "crypto/encoding/hex.h"
#include "crypto/primitives/mlkem/encapsulation.h"
#include "crypto/primitives/sha3.h"
#include "src/base/json.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"

#include <algorithm>

using namespace holdfast;
using holdfast::test::code_of;
using holdfast::test::read_fixture;

namespace {

// What the rest of the program uses; OpenSSL's where it has one.
struct Chosen {
  using PrivateKey = MlKem768PrivateKey;
  static PrivateKey expand(const MlKem768Seed& seed) { return PrivateKey(seed); }
  static MlKem768PublicKey public_key(const PrivateKey& key) { return key.public_key(); }
  static MlKem768Secret decapsulate(const PrivateKey& key, const MlKem768Ciphertext& ciphertext) {
    return key.decapsulate(ciphertext);
  }
  static MlKem768Encapsulated encapsulate(const MlKem768PublicKey& key,
                                          const MlKem768Randomness& randomness) {
    return mlkem768_encapsulate(key, randomness);
  }
  static bool is_valid(const MlKem768PublicKey& key) { return mlkem768_is_valid(key); }
};

struct Own {
  using PrivateKey = mlkem::DecapsulationKey;
  static PrivateKey expand(const MlKem768Seed& seed) { return mlkem::expand(seed); }
  static MlKem768PublicKey public_key(const PrivateKey& key) { return key.pair.public_key; }
  static MlKem768Secret decapsulate(const PrivateKey& key, const MlKem768Ciphertext& ciphertext) {
    return mlkem::decapsulate(key, ciphertext);
  }
  static MlKem768Encapsulated encapsulate(const MlKem768PublicKey& key,
                                          const MlKem768Randomness& randomness) {
    return mlkem::encapsulate(key, randomness);
  }
  static bool is_valid(const MlKem768PublicKey& key) { return mlkem::is_valid(key); }
};

const Json& vectors() {
  static const Json kVectors = Json::parse(read_fixture("mlkem/vectors.json"));
  return kVectors;
}

Bytes hex_of(const Json& object, std::string_view name) {
  return decode_hex(object.at(name).text()).value();
}

template <std::size_t N>
std::array<std::uint8_t, N> array_of(ByteView bytes) {
  std::array<std::uint8_t, N> array{};
  std::copy_n(bytes.begin(), N, array.begin());
  return array;
}

MlKem768Seed seed_of(ByteView bytes) { return MlKem768Seed(bytes.first<MlKem768Seed::kSize>()); }

MlKem768Randomness randomness_of(ByteView bytes) {
  return MlKem768Randomness(bytes.first<MlKem768Randomness::kSize>());
}

MlKem768PublicKey first_public_key() {
  return array_of<1184>(hex_of(vectors().at("keys").items().front(), "public_key"));
}

MlKem768PublicKey with_coefficient(MlKem768PublicKey key, std::size_t number, unsigned value) {
  for (std::size_t bit = 0; bit < 12; ++bit) {
    const std::size_t place = 12 * number + bit;
    const unsigned mask = 1U << (place % 8);
    const unsigned set = ((value >> bit) & 1U) << (place % 8);
    key.at(place / 8) = static_cast<std::uint8_t>((key.at(place / 8) & ~mask) | set);
  }
  return key;
}

MlKem768Ciphertext flipped(MlKem768Ciphertext ciphertext, std::size_t bit) {
  ciphertext.at(bit / 8) = static_cast<std::uint8_t>(ciphertext.at(bit / 8) ^ (1U << (bit % 8)));
  return ciphertext;
}

// The parts of a long stream, one after the other.
class Stream {
 public:
  explicit Stream(ByteView bytes) : rest_(bytes) {}
  template <std::size_t N>
  std::span<const std::uint8_t, N> take() {
    const auto taken = rest_.first<N>();
    rest_ = rest_.subspan(N);
    return taken;
  }

 private:
  ByteView rest_;
};

void append(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

}  // namespace

TEMPLATE_TEST_CASE("mlkem768: keys come out of seeds as Go's do", "[crypto][mlkem]", Chosen, Own) {
  for (const Json& key : vectors().at("keys").items()) {
    const auto expanded = TestType::expand(seed_of(hex_of(key, "seed")));
    CHECK(encode_hex(TestType::public_key(expanded)) == key.at("public_key").text());
  }
}

TEMPLATE_TEST_CASE("mlkem768: encapsulations are Go's, and open", "[crypto][mlkem]", Chosen, Own) {
  for (const Json& key : vectors().at("keys").items()) {
    const auto expanded = TestType::expand(seed_of(hex_of(key, "seed")));
    for (const Json& vector : key.at("encapsulations").items()) {
      const auto made = TestType::encapsulate(TestType::public_key(expanded),
                                              randomness_of(hex_of(vector, "randomness")));
      CHECK(encode_hex(made.ciphertext) == vector.at("ciphertext").text());
      CHECK(encode_hex(made.secret.expose()) == vector.at("secret").text());
      CHECK(encode_hex(TestType::decapsulate(expanded, made.ciphertext).expose()) ==
            vector.at("secret").text());
    }
  }
}

TEMPLATE_TEST_CASE("mlkem768: a changed ciphertext gives the secret that Go's rejection gives",
                   "[crypto][mlkem]",
                   Chosen,
                   Own) {
  for (const Json& key : vectors().at("keys").items()) {
    const auto expanded = TestType::expand(seed_of(hex_of(key, "seed")));
    for (const Json& vector : key.at("rejections").items()) {
      const auto number = static_cast<std::size_t>(vector.at("encapsulation").integer());
      const auto bit = static_cast<std::size_t>(vector.at("bit").integer());
      const Json& made = key.at("encapsulations").items().at(number);
      const auto ciphertext = array_of<1088>(hex_of(made, "ciphertext"));
      CHECK(encode_hex(TestType::decapsulate(expanded, flipped(ciphertext, bit)).expose()) ==
            vector.at("secret").text());
    }
  }
}

TEMPLATE_TEST_CASE("mlkem768: a key over the modulus is refused as Go refuses it",
                   "[crypto][mlkem]",
                   Chosen,
                   Own) {
  const MlKem768PublicKey good = first_public_key();
  int refused = 0;
  for (const Json& check : vectors().at("checks").items()) {
    const auto number = static_cast<std::size_t>(check.at("coefficient").integer());
    const auto value = static_cast<unsigned>(check.at("value").integer());
    const bool accepted = check.at("accepted").boolean();
    CHECK(TestType::is_valid(with_coefficient(good, number, value)) == accepted);
    refused += accepted ? 0 : 1;
  }
  CHECK(refused == 12);
}

TEMPLATE_TEST_CASE("mlkem768: a thousand keys give the results of Go",
                   "[crypto][mlkem]",
                   Chosen,
                   Own) {
  const Json& expected = vectors().at("accumulated");
  const auto count = static_cast<std::size_t>(expected.at("count").integer());
  Bytes bytes(count * (64 + 32 + 1088));
  shake128({as_bytes(expected.at("stream").text())}, bytes);
  Stream stream(bytes);
  Bytes results;
  for (std::size_t i = 0; i < count; ++i) {
    const auto key = TestType::expand(MlKem768Seed(stream.take<64>()));
    const MlKem768PublicKey public_key = TestType::public_key(key);
    const auto made = TestType::encapsulate(public_key, MlKem768Randomness(stream.take<32>()));
    const auto stranger = array_of<1088>(stream.take<1088>());
    append(results, public_key);
    append(results, made.ciphertext);
    append(results, TestType::decapsulate(key, made.ciphertext).expose());
    append(results, TestType::decapsulate(key, stranger).expose());
  }
  std::array<std::uint8_t, 32> hash{};
  sha3_256({results}, hash);
  CHECK(encode_hex(hash) == expected.at("sha3").text());
}

TEST_CASE("mlkem768: each encapsulation is fresh, and opens", "[crypto][mlkem]") {
  const MlKem768PrivateKey key(seed_of(Bytes(64, 5)));
  const auto one = mlkem768_encapsulate(key.public_key());
  const auto other = mlkem768_encapsulate(key.public_key());
  CHECK(one.ciphertext != other.ciphertext);
  CHECK(equal_constant_time(key.decapsulate(one.ciphertext).expose(), one.secret.expose()));
  CHECK_FALSE(equal_constant_time(one.secret.expose(), other.secret.expose()));
}

TEST_CASE("mlkem768: nothing is encapsulated to a key that is not valid", "[crypto][mlkem]") {
  const auto bad = with_coefficient(first_public_key(), 767, 3329);
  CHECK(code_of([&] { (void)mlkem768_encapsulate(bad); }) == Code::Failed);
}

TEST_CASE("mlkem768: every bit of a ciphertext counts", "[crypto][mlkem]") {
  const MlKem768PrivateKey key(seed_of(Bytes(64, 9)));
  const auto made = mlkem768_encapsulate(key.public_key());
  for (std::size_t bit = 0; bit < made.ciphertext.size() * 8; bit += 3) {
    const auto secret = key.decapsulate(flipped(made.ciphertext, bit));
    REQUIRE_FALSE(equal_constant_time(secret.expose(), made.secret.expose()));
  }
}
