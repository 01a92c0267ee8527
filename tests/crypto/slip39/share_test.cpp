#include "crypto/slip39/share.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <string>

using namespace holdfast;
using namespace holdfast::slip39;
using holdfast::test::code_of;
using holdfast::test::error_of;

namespace {

// The first of the official vectors.
const std::string kMnemonic =
    "duckling enlarge academic academic agency result length solution fridge kidney coal piece "
    "deal husband erode duke ajar critical decision keyboard";

std::string with_word(std::size_t number, const std::string& word) {
  std::string text = kMnemonic + " ";
  std::size_t begin = 0;
  for (std::size_t i = 1; i < number; ++i) begin = text.find(' ', begin) + 1;
  text.replace(begin, text.find(' ', begin) - begin, word);
  text.pop_back();
  return text;
}

Share share_of_32_bytes() {
  Share share;
  share.label = {0x5A5A, true, 3};
  share.group = 2;
  share.group_threshold = 2;
  share.groups = 5;
  share.member = 15;
  share.threshold = 16;
  share.value = SecretBytes(as_bytes("0123456789abcdef0123456789abcdef"));
  return share;
}

}  // namespace

TEST_CASE("share: what a mnemonic says is read and printed again", "[crypto][slip39]") {
  const Share share = parse_mnemonic(kMnemonic);
  CHECK(share.label == SetLabel{7945, false, 0});
  CHECK(share.threshold == 1);
  CHECK(share.value.size() == 16);
  CHECK(print_mnemonic(share).expose() == kMnemonic);
}

TEST_CASE("share: every field has its place", "[crypto][slip39]") {
  const SecretText text = print_mnemonic(share_of_32_bytes());
  const Share share = parse_mnemonic(text.expose());
  const Share expected = share_of_32_bytes();
  CHECK(std::ranges::count(text.expose(), ' ') == 32);
  CHECK(share.label == expected.label);
  CHECK(share.group == 2);
  CHECK(share.group_threshold == 2);
  CHECK(share.groups == 5);
  CHECK(share.member == 15);
  CHECK(share.threshold == 16);
  CHECK(as_text(share.value.expose()) == as_text(expected.value.expose()));
}

TEST_CASE("share: case and white space are no matter", "[crypto][slip39]") {
  std::string text = with_word(3, "\r\n Academic\t") + "\n";
  text[0] = 'D';
  CHECK(print_mnemonic(parse_mnemonic(text)).expose() == kMnemonic);
}

TEST_CASE("share: a word that is not in the list is told by its number", "[crypto][slip39]") {
  const Error error = error_of([] { (void)parse_mnemonic(with_word(6, "resalt")); });
  CHECK(error.code() == Code::Integrity);
  CHECK(std::string(error.what()) == "word 6 of the share is not in the list");
  CHECK(error.advice() == "is it result?");
}

TEST_CASE("share: a wrong word, or two swapped, breaks the checksum", "[crypto][slip39]") {
  for (std::size_t number = 1; number <= 20; ++number) {
    CHECK(code_of([&] { (void)parse_mnemonic(with_word(number, "zero")); }) == Code::Integrity);
  }
  CHECK(code_of([] {
          (void)parse_mnemonic("enlarge duckling" + kMnemonic.substr(kMnemonic.find(" academic")));
        }) == Code::Integrity);
}

TEST_CASE("share: a wrong number of words is refused", "[crypto][slip39]") {
  std::string text = kMnemonic;
  while (!text.empty()) {
    text.resize(text.find_last_of(' ') == std::string::npos ? 0 : text.find_last_of(' '));
    CHECK(code_of([&] { (void)parse_mnemonic(text); }) == Code::Integrity);
  }
  CHECK(code_of([&] { (void)parse_mnemonic(kMnemonic + " academic"); }) == Code::Integrity);
  for (int i = 0; i < 60; ++i) text += "academic ";
  CHECK(code_of([&] { (void)parse_mnemonic(text + text); }) == Code::Integrity);
}
