#include "cli/compat/age_flags.h"

#include "tests/support/catch.h"

namespace holdfast::cli {
namespace {

struct Read {
  AgeFlags::Parsed parsed;
  bool armor = false;
  std::string output;
  std::vector<std::string> recipients;
};

Read read(const std::vector<std::string>& words) {
  Read result;
  AgeFlags flags;
  flags.flag("a,armor", result.armor);
  flags.value("o,output", result.output);
  flags.each("r", [&](std::string_view value) { result.recipients.emplace_back(value); });
  result.parsed = flags.parse(words);
  return result;
}

}  // namespace

TEST_CASE("age_flags: one dash or two, a value beside or behind", "[age]") {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"-o", "x", "in"},
                                                {"--o", "x", "in"},
                                                {"-o=x", "in"},
                                                {"--output=x", "in"},
                                                {"-output", "x", "in"},
                                                {"-o", "y", "-o", "x", "in"}}) {
    const Read result = read(words);
    CHECK(result.parsed.fault.empty());
    CHECK(result.output == "x");
    CHECK(result.parsed.rest == std::vector<std::string>{"in"});
  }
}

TEST_CASE("age_flags: flags end at the first other word, at -- and not at -", "[age]") {
  CHECK(read({"in", "-a"}).parsed.rest == std::vector<std::string>{"in", "-a"});
  CHECK(read({"-a", "--", "-o"}).parsed.rest == std::vector<std::string>{"-o"});
  CHECK(read({"-a", "-", "-o"}).parsed.rest == std::vector<std::string>{"-", "-o"});
  CHECK(read({"-o", "--", "in"}).output == "--");
}

TEST_CASE("age_flags: truth in the words that Go takes for it", "[age]") {
  CHECK(read({"-a"}).armor);
  CHECK(read({"-a=T"}).armor);
  CHECK_FALSE(read({"-a", "-a=0"}).armor);
  CHECK_FALSE(read({"-armor=false"}).armor);
  CHECK(read({"-a=maybe"}).parsed.fault == "invalid boolean value \"maybe\" for -a: parse error");
  CHECK_FALSE(read({"-a="}).parsed.fault.empty());
}

TEST_CASE("age_flags: what is malformed is said", "[age]") {
  CHECK(read({"-x"}).parsed.fault == "flag provided but not defined: -x");
  CHECK(read({"-ao", "x"}).parsed.fault == "flag provided but not defined: -ao");
  CHECK(read({"-a", "-o"}).parsed.fault == "flag needs an argument: -o");
  CHECK(read({"---o"}).parsed.fault == "bad flag syntax: ---o");
  CHECK(read({"-=x"}).parsed.fault == "bad flag syntax: -=x");
}

TEST_CASE("age_flags: help ends the reading", "[age]") {
  CHECK(read({"-a", "--help", "-x"}).parsed.help);
  CHECK(read({"-h"}).parsed.help);
  CHECK_FALSE(read({"in", "-h"}).parsed.help);
}

TEST_CASE("age_flags: a flag may come many times, its values empty", "[age]") {
  CHECK(read({"-r", "a", "-r=", "-r", ""}).recipients == std::vector<std::string>{"a", "", ""});
}

}  // namespace holdfast::cli
