// Polynomials made of hash output (FIPS 203, section 4.2.2).
#pragma once

#include "crypto/primitives/mlkem/polynomial.h"
#include "src/base/bytes.h"

#include <cstdint>
#include <optional>
#include <span>

namespace holdfast::mlkem {

// A transformed polynomial out of a stream of uniform bytes; nullopt when it ends too early.
// Branches on the stream, which is public: it makes the matrix of an encapsulation key.
[[nodiscard]] std::optional<Polynomial> sample_uniform(ByteView stream);

// The matrix's entry for a public seed (algorithm 7).
[[nodiscard]] Polynomial matrix_entry(std::span<const std::uint8_t, 32> seed,
                                      std::uint8_t row,
                                      std::uint8_t column);

// Small secret coefficients, the `number`th polynomial of a seed (algorithm 8, with 2 bits).
[[nodiscard]] Polynomial noise(std::span<const std::uint8_t, 32> seed, std::uint8_t number);

}  // namespace holdfast::mlkem
