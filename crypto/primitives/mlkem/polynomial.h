// Polynomials of 256 coefficients, and their number-theoretic transform (FIPS 203, section 4.3).
#pragma once

#include "crypto/primitives/mlkem/field.h"

#include <array>
#include <cstddef>

namespace holdfast::mlkem {

inline constexpr std::size_t kDegree = 256;
inline constexpr std::size_t kRank = 3;  // ML-KEM-768

// Wiped when it goes, since nearly all are secret or close to it.
struct Polynomial {
  Polynomial() = default;
  Polynomial(const Polynomial&) = default;
  Polynomial& operator=(const Polynomial&) = default;
  Polynomial(Polynomial&&) = default;
  Polynomial& operator=(Polynomial&&) = default;
  ~Polynomial();

  std::array<Element, kDegree> coefficients{};
};

using Vector = std::array<Polynomial, kRank>;

void add_to(Polynomial& sum, const Polynomial& more) noexcept;
void subtract_from(Polynomial& difference, const Polynomial& less) noexcept;

// In place (algorithms 9 and 10).
void transform(Polynomial& polynomial) noexcept;
void transform_back(Polynomial& polynomial) noexcept;

// Adds the product of two transformed polynomials to `sum` (algorithm 11).
void add_product(Polynomial& sum, const Polynomial& one, const Polynomial& other) noexcept;

// The scalar product of two transformed vectors.
[[nodiscard]] Polynomial inner_product(const Vector& one, const Vector& other) noexcept;

}  // namespace holdfast::mlkem
