#include "crypto/primitives/pi_digits.h"

#include <span>

namespace holdfast {

namespace {

// A number of fixed point to base 2^32: the whole part, then the fraction. A part of one is its
// end, where what lies before is zero.
using Number = std::vector<std::uint32_t>;
using Part = std::span<std::uint32_t>;

void divide(Part number, std::uint32_t divisor) {
  std::uint64_t rest = 0;
  for (std::uint32_t& digit : number) {
    rest = (rest << 32U) | digit;
    digit = static_cast<std::uint32_t>(rest / divisor);
    rest %= divisor;
  }
}

// The sign is 1 or -1; what leaves the top cancels out later.
void add(Number& sum, std::span<const std::uint32_t> term, int sign) {
  const std::size_t before = sum.size() - term.size();
  std::int64_t carry = 0;
  for (std::size_t at = sum.size(); at > before || (at > 0 && carry != 0);) {
    --at;
    const std::int64_t digit = at < before ? 0 : term[at - before];
    carry += std::int64_t{sum[at]} + (sign * digit);
    sum[at] = static_cast<std::uint32_t>(carry);
    carry >>= 32;  // -1 for a borrow
  }
}

// Adds sign * factor * arctan(1 / inverse), by Gregory's series.
void add_arctan(Number& sum, int sign, std::uint32_t factor, std::uint32_t inverse) {
  Number whole(sum.size());
  whole[0] = factor;
  Part power = whole;
  divide(power, inverse);
  for (std::uint32_t odd = 1; !power.empty(); odd += 2, sign = -sign) {
    Number term(power.begin(), power.end());
    divide(term, odd);
    add(sum, term, sign);
    divide(power, inverse * inverse);
    while (!power.empty() && power.front() == 0) power = power.subspan(1);
  }
}

}  // namespace

// Machin's formula: pi = 16 arctan(1/5) - 4 arctan(1/239).
std::vector<std::uint32_t> pi_digits(std::size_t words) {
  constexpr std::size_t kGuard = 2;  // each of some 20 000 divisions may lose one unit of the last
  Number pi(1 + words + kGuard);
  add_arctan(pi, 1, 16, 5);
  add_arctan(pi, -1, 4, 239);
  return {pi.begin() + 1, pi.end() - kGuard};
}

}  // namespace holdfast
