// Whether secrets decide a branch or an address, which would show in time. Run under valgrind's
// memcheck, which is told that the secrets are undefined and reports each such use of them; it does
// not see that an instruction (a division) takes longer for some numbers.
// usage: valgrind --error-exitcode=9 constant_time CHECK

#include "crypto/primitives/mlkem/encapsulation.h"
#include "crypto/primitives/x25519.h"
#include "crypto/shamir/gf256.h"
#include "src/base/bytes.h"

#include <valgrind/memcheck.h>

#include <algorithm>
#include <array>
#include <functional>
#include <iostream>
#include <map>
#include <span>
#include <string>
#include <vector>

using namespace holdfast;

namespace {

using Key = std::array<std::uint8_t, 32>;

void make_secret(std::span<std::uint8_t> bytes) {
  static_cast<void>(VALGRIND_MAKE_MEM_UNDEFINED(bytes.data(), bytes.size()));
}

// Makes a result public. False if it did not depend on a secret: then the check saw nothing.
bool reveal(std::span<std::uint8_t> bytes) {
  std::vector<std::uint8_t> undefined_bits(bytes.size());
  static_cast<void>(VALGRIND_GET_VBITS(bytes.data(), undefined_bits.data(), bytes.size()));
  static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(bytes.data(), bytes.size()));
  return std::ranges::any_of(undefined_bits, [](std::uint8_t bits) { return bits != 0; });
}

Key counted() {
  Key key{};
  for (std::size_t i = 0; i < key.size(); ++i) key.at(i) = static_cast<std::uint8_t>(3 * i + 1);
  return key;
}

mlkem::DecapsulationKey secret_key() {
  auto key = mlkem::expand(MlKem768Seed(std::array<std::uint8_t, 64>{1, 2, 3}));
  for (auto& polynomial : key.pair.secret) {
    static_cast<void>(
        VALGRIND_MAKE_MEM_UNDEFINED(&polynomial.coefficients, sizeof polynomial.coefficients));
  }
  make_secret(key.rejection.fill());
  return key;
}

bool makes_key_pairs() {
  Key sigma = counted();
  make_secret(sigma);
  mlkem::KeyPair pair = mlkem::make_key_pair(counted(), sigma);
  return reveal(pair.public_key) && mlkem::is_valid(pair.public_key);
}

bool encapsulates() {
  const auto key = secret_key();
  MlKem768Randomness randomness(counted());
  make_secret(randomness.fill());
  auto made = mlkem::encapsulate(key.pair.public_key, randomness);
  return reveal(made.ciphertext) && reveal(made.secret.fill());
}

// Twice with the same key: a ciphertext made for it, and one that is rejected.
bool decapsulates() {
  const auto key = secret_key();
  const auto made = mlkem::encapsulate(key.pair.public_key, MlKem768Randomness(counted()));
  auto good = mlkem::decapsulate(key, made.ciphertext);
  MlKem768Ciphertext changed = made.ciphertext;
  changed.back() ^= 1U;
  auto bad = mlkem::decapsulate(key, changed);
  return reveal(good.fill()) && reveal(bad.fill()) &&
         std::ranges::equal(good.expose(), made.secret.expose()) &&
         !std::ranges::equal(bad.expose(), made.secret.expose());
}

// x25519() itself looks whether its result is zero, as it must.
bool multiplies_points() {
  Key scalar = counted();
  const Key expected = x25519_public(scalar);
  make_secret(scalar);
  Key point = x25519_public(scalar);
  return reveal(point) && point == expected;
}

bool compares() {
  Key one = counted();
  make_secret(one);
  std::array<std::uint8_t, 1> equal{static_cast<std::uint8_t>(equal_constant_time(one, counted()))};
  return reveal(equal) && equal[0] == 1;
}

bool multiplies_in_the_field() {
  Key elements = counted();
  make_secret(elements);
  for (std::uint8_t& element : elements) {
    element = gf256::multiply(element, gf256::inverse(element));
  }
  return reveal(elements) && std::ranges::count(elements, 1) == 32;
}

// What the others must not do; memcheck has to report both.
bool branches_on_a_secret() {
  Key key = counted();
  make_secret(key);
  return std::ranges::equal(key, counted());
}

bool looks_a_secret_up() {
  Key key = counted();
  const Key table = counted();
  make_secret(key);
  std::array<std::uint8_t, 1> found{table.at(key[0] & 31U)};
  return reveal(found);
}

const std::map<std::string, std::function<bool()>>& checks() {
  static const std::map<std::string, std::function<bool()>> kChecks{
      {"mlkem_key_pair", makes_key_pairs},
      {"mlkem_encapsulate", encapsulates},
      {"mlkem_decapsulate", decapsulates},
      {"x25519_public", multiplies_points},
      {"equal_constant_time", compares},
      {"gf256", multiplies_in_the_field},
      {"planted_branch", branches_on_a_secret},
      {"planted_lookup", looks_a_secret_up}};
  return kChecks;
}

}  // namespace

int main(int count, char** words) {
  if (count != 2 || !checks().contains(words[1]) || RUNNING_ON_VALGRIND == 0) {
    std::cerr << "usage: valgrind --error-exitcode=9 constant_time CHECK\n";
    return 2;
  }
  return checks().at(words[1])() ? 0 : 1;
}
