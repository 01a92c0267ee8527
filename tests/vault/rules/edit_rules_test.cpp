#include "vault/rules/edit_rules.h"

#include "tests/support/catch.h"
#include "vault/rules/sops_config.h"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {
namespace {

using test::code_of;
using test::error_of;

// Recipients, as far as rules know them.
const std::string kOld = "age1old";
const std::string kOther = "age1other";
const std::string kNew = "age1new";

std::string with_rules(const std::string& rules) { return "creation_rules:\n" + rules; }

std::string added(const std::string& text) {
  return change_rules(text, {.beside = kOld, .add = {kNew}, .remove = {}, .only_rules = {}});
}
std::string removed(const std::string& text) {
  return change_rules(text, {.beside = {}, .add = {}, .remove = {kOld}, .only_rules = {}});
}
std::string replaced(const std::string& text) {
  return change_rules(text, {.beside = kOld, .add = {kNew}, .remove = {kOld}, .only_rules = {}});
}

// Adding beside the old one gives `both`; removing it from that gives `after`; doing both at once
// gives the same.
void check_rotation(const std::string& before, const std::string& both, const std::string& after) {
  CAPTURE(before);
  CHECK(added(before) == both);
  CHECK(added(both) == both);
  CHECK(removed(both) == after);
  CHECK(replaced(before) == after);
  CHECK(removed(after) == after);
}

TEST_CASE("edit_rules: a text on one line", "[vault][rules]") {
  check_rotation(with_rules("  - age: age1old\n"),
                 with_rules("  - age: age1old,age1new\n"),
                 with_rules("  - age: age1new\n"));
  check_rotation(with_rules("  - age: age1old,age1other   # ops\n"),
                 with_rules("  - age: age1old,age1new,age1other   # ops\n"),
                 with_rules("  - age: age1new,age1other   # ops\n"));
  check_rotation(with_rules("  - age: age1other, age1old"),
                 with_rules("  - age: age1other, age1old, age1new"),
                 with_rules("  - age: age1other, age1new"));
  check_rotation(with_rules("  - age: 'age1old , age1other,'\n    path_regex: x\n"),
                 with_rules("  - age: 'age1old , age1new, age1other,'\n    path_regex: x\n"),
                 with_rules("  - age: 'age1new, age1other,'\n    path_regex: x\n"));
}

TEST_CASE("edit_rules: a quoted text keeps its quotes", "[vault][rules]") {
  check_rotation(with_rules("  - age: \"age1old\"\n"),
                 with_rules("  - age: \"age1old,age1new\"\n"),
                 with_rules("  - age: \"age1new\"\n"));
  check_rotation(with_rules("  - {path_regex: x, age: 'age1other,age1old'}\n"),
                 with_rules("  - {path_regex: x, age: 'age1other,age1old,age1new'}\n"),
                 with_rules("  - {path_regex: x, age: 'age1other,age1new'}\n"));
}

TEST_CASE("edit_rules: a plain text in a flow map gets quotes", "[vault][rules]") {
  const std::string both = with_rules("  - {age: \"age1old,age1new\", path_regex: x}\n");
  CHECK(added(with_rules("  - {age: age1old, path_regex: x}\n")) == both);
  CHECK(removed(both) == with_rules("  - {age: \"age1new\", path_regex: x}\n"));
}

TEST_CASE("edit_rules: a block text has one recipient a line", "[vault][rules]") {
  const std::string header = GENERATE(">-", ">", "|", "|-", ">2-", "> # who may read");
  const std::string head = "  - path_regex: x\n    age: " + header + "\n";
  check_rotation(with_rules(head + "      age1old,\n      age1other\n"),
                 with_rules(head + "      age1old,\n      age1new,\n      age1other\n"),
                 with_rules(head + "      age1new,\n      age1other\n"));
  check_rotation(
      with_rules(head + "      age1other,\n      age1old\n  - age: age1z\n"),
      with_rules(head + "      age1other,\n      age1old,\n      age1new\n  - age: age1z\n"),
      with_rules(head + "      age1other,\n      age1new\n  - age: age1z\n"));
  check_rotation(with_rules(head + "      age1old\n"),
                 with_rules(head + "      age1old,\n      age1new\n"),
                 with_rules(head + "      age1new\n"));
}

TEST_CASE("edit_rules: a comma at the end of a block text stays", "[vault][rules]") {
  check_rotation(with_rules("  - age: |\n      age1other,\n      age1old,\n"),
                 with_rules("  - age: |\n      age1other,\n      age1old,\n      age1new,\n"),
                 with_rules("  - age: |\n      age1other,\n      age1new,\n"));
  CHECK(removed(with_rules("  - age: |\n      age1other,\n      age1old,\n")) ==
        with_rules("  - age: |\n      age1other,\n"));
}

TEST_CASE("edit_rules: removing the last recipient takes the comma before it", "[vault][rules]") {
  CHECK(removed(with_rules("  - age: >-\n      age1other,\n      age1old\n")) ==
        with_rules("  - age: >-\n      age1other\n"));
  CHECK(removed(with_rules("  - age: age1other,age1old\n")) == with_rules("  - age: age1other\n"));
  CHECK(removed(with_rules("  - age: [age1other, age1old]\n")) ==
        with_rules("  - age: [age1other]\n"));
}

TEST_CASE("edit_rules: a plain text over several lines", "[vault][rules]") {
  check_rotation(
      with_rules("  - age: age1other,\n         age1old\n    path_regex: x\n"),
      with_rules("  - age: age1other,\n         age1old,\n         age1new\n    path_regex: x\n"),
      with_rules("  - age: age1other,\n         age1new\n    path_regex: x\n"));
}

TEST_CASE("edit_rules: CR LF stays", "[vault][rules]") {
  check_rotation(
      "creation_rules:\r\n  - age: >-\r\n      age1old,\r\n      age1other\r\n",
      "creation_rules:\r\n  - age: >-\r\n      age1old,\r\n      age1new,\r\n      age1other\r\n",
      "creation_rules:\r\n  - age: >-\r\n      age1new,\r\n      age1other\r\n");
  check_rotation(
      "creation_rules:\r\n  - age:\r\n    - age1old\r\n    - age1other\r\n",
      "creation_rules:\r\n  - age:\r\n    - age1old\r\n    - age1new\r\n    - age1other\r\n",
      "creation_rules:\r\n  - age:\r\n    - age1new\r\n    - age1other\r\n");
  check_rotation("creation_rules:\r\n  - age: [\r\n      age1old\r\n    ]\r\n",
                 "creation_rules:\r\n  - age: [\r\n      age1old,\r\n      age1new\r\n    ]\r\n",
                 "creation_rules:\r\n  - age: [\r\n      age1new\r\n    ]\r\n");
}

TEST_CASE("edit_rules: items of a block list", "[vault][rules]") {
  check_rotation(
      with_rules("  - age:\n      - age1old  # cluster\n      # escrow\n      - age1other\n"),
      with_rules("  - age:\n      - age1old  # cluster\n      - age1new\n      # escrow\n      - "
                 "age1other\n"),
      with_rules("  - age:\n      - age1new\n      # escrow\n      - age1other\n"));
  check_rotation(with_rules("  - age:\n    -   'age1old'\n    path_regex: x\n"),
                 with_rules("  - age:\n    -   'age1old'\n    -   'age1new'\n    path_regex: x\n"),
                 with_rules("  - age:\n    -   'age1new'\n    path_regex: x\n"));
  check_rotation(with_rules("  - age:\n    - age1other\n    - age1old"),
                 with_rules("  - age:\n    - age1other\n    - age1old\n    - age1new"),
                 with_rules("  - age:\n    - age1other\n    - age1new"));
}

TEST_CASE("edit_rules: an item that is a text of several", "[vault][rules]") {
  check_rotation(with_rules("  - age:\n    - age1old,age1other\n    - age1z\n"),
                 with_rules("  - age:\n    - age1old,age1new,age1other\n    - age1z\n"),
                 with_rules("  - age:\n    - age1new,age1other\n    - age1z\n"));
  check_rotation(with_rules("  - age: ['age1old,age1other', age1z]\n"),
                 with_rules("  - age: ['age1old,age1new,age1other', age1z]\n"),
                 with_rules("  - age: ['age1new,age1other', age1z]\n"));
  check_rotation(with_rules("  - age:\n    - >-\n      age1old\n    - age1z\n"),
                 with_rules("  - age:\n    - >-\n      age1old\n    - age1new\n    - age1z\n"),
                 with_rules("  - age:\n    - age1new\n    - age1z\n"));
}

TEST_CASE("edit_rules: a flow list on one line", "[vault][rules]") {
  check_rotation(with_rules("  - age: [age1old]\n"),
                 with_rules("  - age: [age1old, age1new]\n"),
                 with_rules("  - age: [age1new]\n"));
  check_rotation(with_rules("  - age: [ \"age1old\",\"age1other\" ] # ops\n"),
                 with_rules("  - age: [ \"age1old\",\"age1new\",\"age1other\" ] # ops\n"),
                 with_rules("  - age: [ \"age1new\",\"age1other\" ] # ops\n"));
}

TEST_CASE("edit_rules: a flow list over several lines keeps its comments", "[vault][rules]") {
  check_rotation(with_rules("  - age: [\n"
                            "      age1old,  # cluster\n"
                            "      # the escrow\n"
                            "      age1other, # share 1\n"
                            "    ]\n"),
                 with_rules("  - age: [\n"
                            "      age1old,  # cluster\n"
                            "      age1new,\n"
                            "      # the escrow\n"
                            "      age1other, # share 1\n"
                            "    ]\n"),
                 with_rules("  - age: [\n"
                            "      age1new,\n"
                            "      # the escrow\n"
                            "      age1other, # share 1\n"
                            "    ]\n"));
  check_rotation(
      with_rules("  - age: [\n      age1other, # escrow\n      age1old  # cluster\n    ]\n"),
      with_rules("  - age: [\n      age1other, # escrow\n      age1old,  # cluster\n      "
                 "age1new\n    ]\n"),
      with_rules("  - age: [\n      age1other, # escrow\n      age1new\n    ]\n"));
  CHECK(removed(with_rules(
            "  - age: [\n      # first\n      age1old,\n      # second\n      age1other]\n")) ==
        with_rules("  - age: [\n      # first\n      # second\n      age1other]\n"));
  CHECK(removed(with_rules("  - age: [age1other, # escrow\n      age1old]\n")) ==
        with_rules("  - age: [age1other # escrow\n      ]\n"));
  CHECK(added(with_rules("  - age: [age1old # cluster\n      ]\n")) ==
        with_rules("  - age: [age1old, # cluster\n      age1new\n      ]\n"));
}

TEST_CASE("edit_rules: key groups and merges", "[vault][rules]") {
  check_rotation(with_rules("  - key_groups:\n"
                            "      - age:\n"
                            "          - age1old\n"
                            "      - pgp: [F]\n"
                            "        age: [age1other]\n"
                            "        merge:\n"
                            "          - age: [age1old]\n"
                            "            pgp: [G]\n"),
                 with_rules("  - key_groups:\n"
                            "      - age:\n"
                            "          - age1old\n"
                            "          - age1new\n"
                            "      - pgp: [F]\n"
                            "        age: [age1other]\n"
                            "        merge:\n"
                            "          - age: [age1old, age1new]\n"
                            "            pgp: [G]\n"),
                 with_rules("  - key_groups:\n"
                            "      - age:\n"
                            "          - age1new\n"
                            "      - pgp: [F]\n"
                            "        age: [age1other]\n"
                            "        merge:\n"
                            "          - age: [age1new]\n"
                            "            pgp: [G]\n"));
}

TEST_CASE("edit_rules: aliases of named recipients", "[vault][rules]") {
  const std::string keys =
      "keys:\n  - &prod age1old # main\n  - &escrow age1other\ncreation_rules:\n";
  check_rotation(
      keys + "  - age:\n      - *prod\n      - *escrow\n  - age: [*escrow, *prod]\n",
      keys +
          "  - age:\n      - *prod\n      - age1new\n      - *escrow\n"
          "  - age: [*escrow, *prod, age1new]\n",
      keys + "  - age:\n      - age1new\n      - *escrow\n  - age: [*escrow, age1new]\n");
  check_rotation(
      keys + "  - key_groups:\n    - age:\n      - *prod\n      - *escrow\n",
      keys + "  - key_groups:\n    - age:\n      - *prod\n      - age1new\n      - *escrow\n",
      keys + "  - key_groups:\n    - age:\n      - age1new\n      - *escrow\n");
  const std::string both = keys + "  - age: [*prod, age1new]\n    path_regex: x\n";
  CHECK(added(keys + "  - age: *prod\n    path_regex: x\n") == both);
  CHECK(removed(both) == keys + "  - age: [age1new]\n    path_regex: x\n");
  CHECK(replaced(keys + "  - age: *prod\n") == keys + "  - age: age1new\n");
}

TEST_CASE("edit_rules: a list behind an anchor is edited once, where it stands", "[vault][rules]") {
  check_rotation(
      with_rules("  - age: &ops [age1old, age1other]\n    path_regex: x\n  - age: *ops\n"),
      with_rules("  - age: &ops [age1old, age1new, age1other]\n    path_regex: x\n  - age: *ops\n"),
      with_rules("  - age: &ops [age1new, age1other]\n    path_regex: x\n  - age: *ops\n"));
  check_rotation(with_rules("  - age: &ops age1old\n    path_regex: x\n  - age: *ops\n"),
                 with_rules("  - age: &ops age1old,age1new\n    path_regex: x\n  - age: *ops\n"),
                 with_rules("  - age: &ops age1new\n    path_regex: x\n  - age: *ops\n"));
  check_rotation(
      "ops: &ops >-\n  age1old,\n  age1other\ncreation_rules:\n  - age: *ops\n  - age: [*ops]\n",
      "ops: &ops >-\n  age1old,\n  age1new,\n  age1other\ncreation_rules:\n  - age: *ops\n  - age: "
      "[*ops]\n",
      "ops: &ops >-\n  age1new,\n  age1other\ncreation_rules:\n  - age: *ops\n  - age: [*ops]\n");
}

TEST_CASE("edit_rules: merged rules and groups behind anchors", "[vault][rules]") {
  check_rotation(
      "base: &base\n  age: [age1old]\ncreation_rules:\n  - path_regex: x\n    <<: *base\n  - <<: "
      "[*base]\n",
      "base: &base\n  age: [age1old, age1new]\ncreation_rules:\n  - path_regex: x\n    <<: *base\n "
      " - <<: [*base]\n",
      "base: &base\n  age: [age1new]\ncreation_rules:\n  - path_regex: x\n    <<: *base\n  - <<: "
      "[*base]\n");
  check_rotation(
      "g: &g\n  age:\n    - age1old\ncreation_rules:\n  - key_groups:\n    - merge: [*g]\n      "
      "age: [age1other]\n",
      "g: &g\n  age:\n    - age1old\n    - age1new\ncreation_rules:\n  - key_groups:\n    - merge: "
      "[*g]\n      age: [age1other]\n",
      "g: &g\n  age:\n    - age1new\ncreation_rules:\n  - key_groups:\n    - merge: [*g]\n      "
      "age: [age1other]\n");
}

TEST_CASE("edit_rules: an anchor goes only together with its aliases", "[vault][rules]") {
  const std::string both = with_rules(
      "  - path_regex: x\n    age:\n    - &prod age1old\n    - age1other\n"
      "  - age:\n    - *prod\n    - age1other\n");
  CHECK(removed(both) ==
        with_rules("  - path_regex: x\n    age:\n    - age1other\n  - age:\n    - age1other\n"));
  const Error error = error_of([&] {
    (void)change_rules(both, {.beside = {}, .add = {}, .remove = {kOld}, .only_rules = {1}});
  });
  CHECK(error.code() == Code::Refused);
  CHECK(std::string(error.what()).starts_with("line 7: the recipient that this alias stands for"));
}

TEST_CASE("edit_rules: only rules that name the one beside are touched", "[vault][rules]") {
  const std::string text = with_rules(
      "  - age: age1old,age1gone\n  - age: age1other,age1gone\n  - key_groups:\n    - age: "
      "[age1old]\n    - age: [age1gone, age1other]\n");
  CHECK(change_rules(text,
                     {.beside = kOld, .add = {kNew}, .remove = {"age1gone"}, .only_rules = {}}) ==
        with_rules("  - age: age1old,age1new\n  - age: age1other,age1gone\n  - key_groups:\n    - "
                   "age: [age1old, age1new]\n    - age: [age1other]\n"));
  CHECK(change_rules(text, {.beside = kOld, .add = {kNew}, .remove = {}, .only_rules = {3}}) ==
        with_rules("  - age: age1old,age1gone\n  - age: age1other,age1gone\n  - key_groups:\n    - "
                   "age: [age1old, age1new]\n    - age: [age1gone, age1other]\n"));
}

TEST_CASE("edit_rules: several recipients are added in their order", "[vault][rules]") {
  const RuleChange change{
      .beside = kOld, .add = {"age1b", kOther, "age1a"}, .remove = {}, .only_rules = {}};
  CHECK(change_rules(with_rules("  - age: age1old, age1other\n"), change) ==
        with_rules("  - age: age1old, age1b, age1a, age1other\n"));
  CHECK(change_rules(with_rules("  - age:\n    - age1old\n"), change) ==
        with_rules("  - age:\n    - age1old\n    - age1b\n    - age1other\n    - age1a\n"));
}

TEST_CASE("edit_rules: nobody is locked out", "[vault][rules]") {
  const auto refusal = [](const std::string& rules) {
    const Error error = error_of([&] { (void)removed(with_rules(rules)); });
    CHECK(error.code() == Code::Refused);
    return std::string(error.what());
  };
  CHECK(refusal("  - age: age1other\n  - age: age1old\n") ==
        "line 3: rule 2 would be left without an age recipient");
  CHECK(refusal("  - age: age1old\n    pgp: F\n") ==
        "line 2: rule 1 would be left without an age recipient");
  CHECK(refusal("  - key_groups:\n    - age: [age1other]\n    - age: [age1old]\n") ==
        "line 2: rule 1 would be left without an age recipient");
  CHECK(
      refusal("  - key_groups:\n    - age: [age1other]\n      merge:\n      - age: [age1old]\n") ==
      "line 5: the list would be left without a recipient");
}

TEST_CASE("edit_rules: what cannot be edited safely is refused with its line", "[vault][rules]") {
  const auto refusal = [](const std::string& rules) {
    const Error error = error_of([&] { (void)added(with_rules(rules)); });
    CHECK(error.code() == Code::Refused);
    return std::string(error.what());
  };
  CHECK(refusal("  - path_regex: x\n    age: \"age1\\x6fld,age1other\"\n") ==
        "line 3: recipients in this form cannot be edited safely");
  CHECK(refusal("  - age: [age1old # cluster\n    , age1other]\n") ==
        "line 2: a comment stands between an item and its comma");
  CHECK(refusal("  - age:\n    - # cluster\n      age1old\n") ==
        "line 4: the list item does not stand on a line of its own");
  const std::string shared =
      with_rules("  - age: &ops [age1old]\n    path_regex: x\n  - age: *ops\n");
  const Error error = error_of([&] {
    (void)change_rules(shared, {.beside = kOld, .add = {kNew}, .remove = {}, .only_rules = {1}});
  });
  CHECK(error.code() == Code::Refused);
  CHECK(std::string(error.what()).starts_with("line 4: the recipients of this rule"));
}

TEST_CASE("edit_rules: what is added must be a recipient", "[vault][rules]") {
  const char* odd = GENERATE(
      "", "age1x,age1y", "age1x # y", "age1x y", "x", "*prod", "age1x\n  - age: z", "'age1x'");
  CAPTURE(odd);
  CHECK(code_of([&] {
          (void)change_rules(with_rules("  - age: age1old\n"),
                             {.beside = kOld, .add = {odd}, .remove = {}, .only_rules = {}});
        }) == Code::Failed);
  CHECK(code_of([] {
          (void)change_rules(with_rules("  - age: age1old\n"),
                             {.beside = {}, .add = {"age1new"}, .remove = {}, .only_rules = {}});
        }) == Code::Failed);
}

TEST_CASE("edit_rules: the rest of the file stays byte for byte", "[vault][rules]") {
  const std::string head =
      "\xEF\xBB\xBF# who may read what\n\n"
      "stores: {yaml: {indent: 2}}   # ours\n"
      "unknown: [ 1,2 , {a: \"\\u00e9\"} ]\n"
      "creation_rules:\n\n"
      "  # values first\n"
      "  - path_regex: '^x/.*\\.ya?ml$'   \n"
      "    shamir_threshold:   1\n"
      "    age: >-\n"
      "      age1other,\n";
  const std::string tail =
      "\n"
      "\n"
      "  -   encrypted_regex: ^(data|stringData)$\n"
      "      age: age1other\n"
      "destination_rules:\n"
      "  - s3_bucket: b\n"
      "    recreation_rule: {age: age1old}\n"
      "...\n";
  check_rotation(head + "      age1old\n" + tail,
                 head + "      age1old,\n      age1new\n" + tail,
                 head + "      age1new\n" + tail);
}

}  // namespace
}  // namespace holdfast::vault
