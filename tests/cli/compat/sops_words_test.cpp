#include "cli/compat/sops_words.h"

#include "cli/compat/sops_failure.h"
#include "tests/support/catch.h"

namespace holdfast::cli {

namespace {

using Takes = SopsFlag::Takes;
using Texts = std::vector<std::string>;

SopsWords read(const Texts& words,
               FlagOrder order = FlagOrder::Anywhere,
               const Variables& environment = {}) {
  const SopsFlags flags{{"in-place,i", Takes::Nothing, ""},
                        {"age,a", Takes::Text, "", "SOPS_AGE_RECIPIENTS"},
                        {"keyservice", Takes::Texts, ""},
                        {"indent", Takes::Number, ""}};
  return {flags, words, order, environment};
}

int code_of(const Texts& words) {
  try {
    static_cast<void>(read(words));
  } catch (const SopsFailure& failure) {
    return static_cast<int>(failure.code());
  }
  return 0;
}

}  // namespace

TEST_CASE("sops_words: every spelling of a flag", "[cli]") {
  for (const Texts& words : {Texts{"--age", "x"},
                             {"-age", "x"},
                             {"-a", "x"},
                             {"--a", "x"},
                             {"--age=x"},
                             {"-a=x"},
                             {"--age", "y", "--age", "x"}}) {
    CHECK(read(words).text("age") == "x");
  }
}

TEST_CASE("sops_words: a value may look like a flag", "[cli]") {
  CHECK(read({"--age", "--", "f"}).text("age") == "--");
  CHECK(read({"--age=-i"}).text("age") == "-i");
}

TEST_CASE("sops_words: booleans by Go's words", "[cli]") {
  CHECK(read({"-i"}).flag("in-place"));
  CHECK(read({"-i=T"}).flag("in-place"));
  CHECK_FALSE(read({"-i=0"}).flag("in-place"));
  CHECK(read({"-i=0"}).denied("in-place"));
  CHECK_FALSE(read({}).denied("in-place"));
  CHECK(code_of({"-i=yes"}) == 1);
}

TEST_CASE("sops_words: flags of a subcommand may follow its arguments", "[cli]") {
  const SopsWords words = read({"file", "--age", "x", "-i"});
  CHECK(words.arguments() == Texts{"file"});
  CHECK(words.text("age") == "x");
  CHECK(words.flag("in-place"));
}

TEST_CASE("sops_words: a flag without a value takes the word after it along", "[cli]") {
  const SopsWords words = read({"-i", "file", "--age", "x"});
  CHECK(words.arguments() == Texts{"file", "--age", "x"});
  CHECK_FALSE(words.text("age"));
}

TEST_CASE("sops_words: before a subcommand flags end at the first other word", "[cli]") {
  const SopsWords words = read({"-i", "encrypt", "--age", "x"}, FlagOrder::First);
  CHECK(words.arguments() == Texts{"encrypt", "--age", "x"});
}

TEST_CASE("sops_words: two dashes end the flags", "[cli]") {
  CHECK(read({"--", "-i"}).arguments() == Texts{"-i"});
  CHECK(read({"file", "--", "-i"}).arguments() == Texts{"file", "--", "-i"});
  CHECK(read({"-", "-i"}).arguments() == Texts{"-"});
}

TEST_CASE("sops_words: unknown flags and missing or bad values are refused", "[cli]") {
  CHECK(code_of({"--nonsense"}) == 1);
  CHECK(code_of({"-ia", "x"}) == 1);
  CHECK(code_of({"--age"}) == 1);
  CHECK(code_of({"---age", "x"}) == 1);
  CHECK(code_of({"--indent", "x"}) == 1);
  CHECK(code_of({"--indent", "4x"}) == 1);
  CHECK(code_of({"--indent", "99999999999"}) == 1);
  CHECK(read({"--indent", "-1"}).number("indent") == -1);
}

TEST_CASE("sops_words: a variable stands for a flag that is not given", "[cli]") {
  const Variables environment{{"SOPS_AGE_RECIPIENTS", "x"}};
  CHECK(read({}, FlagOrder::Anywhere, environment).text("age") == "x");
  CHECK(read({"--age", "y"}, FlagOrder::Anywhere, environment).text("age") == "y");
  CHECK_FALSE(read({}, FlagOrder::Anywhere, {{"SOPS_AGE_RECIPIENTS", ""}}).text("age"));
}

}  // namespace holdfast::cli
