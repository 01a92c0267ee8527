#include "crypto/primitives/mlkem/polynomial.h"

#include "src/base/secret.h"

namespace holdfast::mlkem {

namespace {

constexpr std::size_t kHalf = kDegree / 2;
constexpr Element kRoot = 17;           // a primitive 256th root of one
constexpr Element kHalfInverse = 3303;  // of 128

constexpr unsigned reversed(unsigned seven_bits) {
  unsigned result = 0;
  for (unsigned bit = 0; bit < 7; ++bit) result |= ((seven_bits >> bit) & 1U) << (6 - bit);
  return result;
}

constexpr Element power(Element base, unsigned exponent) {
  Element result = 1;
  for (unsigned count = 0; count < exponent; ++count) result = multiply(result, base);
  return result;
}

// Appendix A, both tables.
constexpr std::array<Element, kHalf> powers(unsigned factor, unsigned offset) {
  std::array<Element, kHalf> table{};
  for (unsigned i = 0; i < kHalf; ++i) table[i] = power(kRoot, factor * reversed(i) + offset);
  return table;
}
constexpr std::array<Element, kHalf> kZetas = powers(1, 0);
constexpr std::array<Element, kHalf> kGammas = powers(2, 1);

}  // namespace

Polynomial::~Polynomial() { wipe(coefficients.data(), sizeof coefficients); }

void add_to(Polynomial& sum, const Polynomial& more) noexcept {
  for (std::size_t i = 0; i < kDegree; ++i) {
    sum.coefficients[i] = add(sum.coefficients[i], more.coefficients[i]);
  }
}

void subtract_from(Polynomial& difference, const Polynomial& less) noexcept {
  for (std::size_t i = 0; i < kDegree; ++i) {
    difference.coefficients[i] = subtract(difference.coefficients[i], less.coefficients[i]);
  }
}

void transform(Polynomial& polynomial) noexcept {
  auto& f = polynomial.coefficients;
  std::size_t next = 1;
  for (std::size_t length = kHalf; length >= 2; length /= 2) {
    for (std::size_t start = 0; start < kDegree; start += 2 * length) {
      const Element zeta = kZetas[next++];
      for (std::size_t i = start; i < start + length; ++i) {
        const Element turned = multiply(zeta, f[i + length]);
        f[i + length] = subtract(f[i], turned);
        f[i] = add(f[i], turned);
      }
    }
  }
}

void transform_back(Polynomial& polynomial) noexcept {
  auto& f = polynomial.coefficients;
  std::size_t next = kHalf;
  for (std::size_t length = 2; length <= kHalf; length *= 2) {
    for (std::size_t start = 0; start < kDegree; start += 2 * length) {
      const Element zeta = kZetas[--next];
      for (std::size_t i = start; i < start + length; ++i) {
        const Element before = f[i];
        f[i] = add(before, f[i + length]);
        f[i + length] = multiply(zeta, subtract(f[i + length], before));
      }
    }
  }
  for (Element& coefficient : f) coefficient = multiply(coefficient, kHalfInverse);
}

void add_product(Polynomial& sum, const Polynomial& one, const Polynomial& other) noexcept {
  auto& s = sum.coefficients;
  const auto& f = one.coefficients;
  const auto& g = other.coefficients;
  for (std::size_t i = 0; i < kHalf; ++i) {
    const std::size_t even = 2 * i;
    const std::size_t odd = even + 1;
    const Element turned = multiply(multiply(f[odd], g[odd]), kGammas[i]);
    s[even] = add(s[even], add(multiply(f[even], g[even]), turned));
    s[odd] = add(s[odd], add(multiply(f[even], g[odd]), multiply(f[odd], g[even])));
  }
}

Polynomial inner_product(const Vector& one, const Vector& other) noexcept {
  Polynomial sum;
  for (std::size_t i = 0; i < kRank; ++i) add_product(sum, one[i], other[i]);
  return sum;
}

}  // namespace holdfast::mlkem
