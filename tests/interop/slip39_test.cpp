// Shares that holdfast makes combine with SLIP-39's reference implementation, and the other way
// round.

#include "crypto/encoding/hex.h"
#include "crypto/slip39/share_set.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/peer_program.h"

#include <set>
#include <sstream>
#include <string>

namespace holdfast {

namespace {

const std::string kSecret = "0123456789abcdef0123456789abcdef";

constexpr const char* kCombine =
    "import sys, shamir_mnemonic\n"
    "print(shamir_mnemonic.combine_mnemonics(sys.stdin.read().splitlines()).hex(), end='')";
// 2 of 3 shares in the first group, 3 of 5 in the second; both groups are needed.
constexpr const char* kSplit =
    "import sys, shamir_mnemonic\n"
    "groups = shamir_mnemonic.generate_mnemonics(2, [(2, 3), (3, 5)], sys.stdin.buffer.read(),\n"
    "                                            extendable=False, iteration_exponent=1)\n"
    "[print(share) for group in groups for share in group]";

std::string run_python(const std::string& python, const char* script, std::string_view input) {
  const ChildResult result = run_child({python, "-c", script}, input, std::size_t{1} << 20U);
  REQUIRE(result.exit_code == 0);
  return std::string(result.output.expose());
}

std::vector<slip39::Share> shares_in(const std::string& lines, std::set<std::size_t> which) {
  std::vector<slip39::Share> shares;
  std::istringstream in(lines);
  std::size_t number = 0;
  for (std::string line; std::getline(in, line); ++number) {
    if (which.contains(number)) shares.push_back(slip39::parse_mnemonic(line));
  }
  return shares;
}

}  // namespace

TEST_CASE("slip39: the reference implementation combines our shares", "[interop][slip39]") {
  const auto python = test::peer_program("shamir-python");
  if (!python) return;
  const auto set =
      slip39::split(as_bytes(kSecret), {.groups = {{2, 3}, {3, 5}}, .group_threshold = 2});
  for (const std::size_t other : {1U, 2U}) {
    std::string lines;
    for (const auto* share : {&set[0][0], &set[0][other], &set[1][4], &set[1][0], &set[1][other]}) {
      lines.append(slip39::print_mnemonic(*share).expose()).append("\n");
    }
    CHECK(run_python(*python, kCombine, lines) == encode_hex(as_bytes(kSecret)));
  }
}

TEST_CASE("slip39: we combine the reference implementation's shares", "[interop][slip39]") {
  const auto python = test::peer_program("shamir-python");
  if (!python) return;
  const std::string lines = run_python(*python, kSplit, kSecret);
  for (const std::set<std::size_t>& which :
       {std::set<std::size_t>{0, 1, 3, 4, 5}, {0, 2, 5, 6, 7}, {1, 2, 3, 5, 7}}) {
    CHECK(as_text(slip39::combine(shares_in(lines, which)).expose()) == kSecret);
  }
}

}  // namespace holdfast
