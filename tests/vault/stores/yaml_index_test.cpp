#include "vault/stores/yaml_index.h"

#include "tests/support/catch.h"

#include <chrono>
#include <string>
#include <vector>

namespace {

using namespace holdfast;
using namespace holdfast::vault;

std::string refusal(const std::string& text) {
  return test::error_of([&] { (void)index_yaml(text); }).what();
}

NodeId at(const Tree& tree, std::string_view key_path) {
  for (NodeId id = 0; id < tree.nodes().size(); ++id) {
    if (tree.key_path(id) == key_path) return id;
  }
  FAIL("nothing at " << key_path);
  return kNoNode;
}

std::string value(const Tree& tree, std::string_view key_path) {
  return std::string(tree.value(tree.node(at(tree, key_path))));
}

std::string span(const Tree& tree, std::string_view key_path) {
  return std::string(tree.slice(tree.node(at(tree, key_path)).span));
}

}  // namespace

TEST_CASE("yaml_index: spans hold the tokens alone", "[vault][stores]") {
  const std::string text =
      "a: plain  # c\n'b': \"d q\"\nc: &x !!str 's q'\nd: !!map\n  e: |  # h\n    t\n\n  f: >-\n   "
      " u\n";
  const Tree tree = index_yaml(text);
  CHECK(span(tree, "a") == "plain");
  CHECK(tree.slice(tree.node(at(tree, "b")).key) == "'b'");
  CHECK(span(tree, "b") == "\"d q\"");
  CHECK(span(tree, "c") == "'s q'");
  CHECK(tree.slice(tree.node(at(tree, "c")).properties) == "&x !!str");
  CHECK(tree.slice(tree.node(at(tree, "d")).properties) == "!!map");
  CHECK(span(tree, "d") == "e: |  # h\n    t\n\n  f: >-\n    u\n");
  CHECK(span(tree, "d.e") == "|  # h\n    t\n");
  CHECK(span(tree, "d.f") == ">-\n    u\n");
}

TEST_CASE("yaml_index: spans of collections end with their last element", "[vault][stores]") {
  const std::string text = "a:\n  - x\n  -\n  - y # c\n\n# d\nb:   {c: 1,\n  d: [ ]}\nn:\n";
  const Tree tree = index_yaml(text);
  CHECK(span(tree, "a") == "- x\n  -\n  - y");
  CHECK(span(tree, "a[1]").empty());
  CHECK(span(tree, "b") == "{c: 1,\n  d: [ ]}");
  CHECK(span(tree, "b.d") == "[ ]");
  CHECK(tree.node(at(tree, "n")).span.begin == text.size() - 1);
  CHECK(tree.slice(tree.node(0).span) == text.substr(0, text.size() - 1));
}

TEST_CASE("yaml_index: empty values stand at their colon", "[vault][stores]") {
  const std::string text = "a: # c\nb: &x\nc: !!str # d\n? d\n# e\n? f\n";
  const Tree tree = index_yaml(text);
  CHECK(tree.node(at(tree, "a")).span == Span{2, 2});
  CHECK(tree.node(at(tree, "a")).type == ScalarType::Null);
  CHECK(tree.slice(tree.node(at(tree, "b")).properties) == "&x");
  CHECK(tree.node(at(tree, "c")).type == ScalarType::Str);
  CHECK(tree.node(at(tree, "d")).span.begin == text.find("# e") - 1);
}

TEST_CASE("yaml_index: a kept tail belongs to a block scalar", "[vault][stores]") {
  const std::string text = "a: |+\n  x\n\n\nb: |\n  x\n  \n   \nc: |2\n  x\n\nd: |-\n\n\ne: 1\n";
  const Tree tree = index_yaml(text);
  CHECK(span(tree, "a") == "|+\n  x\n\n\n");
  CHECK(value(tree, "a") == "x\n\n\n");
  CHECK(span(tree, "b") == "|\n  x\n  \n   \n");
  CHECK(value(tree, "b") == "x\n\n \n");
  CHECK(span(tree, "c") == "|2\n  x\n");
  CHECK(span(tree, "d") == "|-\n");
  CHECK(value(tree, "d").empty());
}

TEST_CASE("yaml_index: content is unquoted, unescaped and unfolded", "[vault][stores]") {
  const std::string text =
      "a: 'it''s'\nb: \"x\\ty\\\n  z\"\nc: one\n  two\n\n  three\n\"k\\n\": v\nd: >\n  p\n  q\n";
  const Tree tree = index_yaml(text);
  CHECK(value(tree, "a") == "it's");
  CHECK(value(tree, "b") == "x\tyz");
  CHECK(value(tree, "c") == "one two\nthree");
  CHECK(value(tree, "k\n") == "v");
  CHECK(value(tree, "d") == "p q\n");
}

TEST_CASE("yaml_index: places count bytes, whatever the characters", "[vault][stores]") {
  const std::string text = "\xEF\xBB\xBF\xC3\xA9: \"\xF0\x9F\x98\x80\"\nb: x\n" +
                           std::string("c: '") + std::string(200, 'y') + "\xE2\x82\xAC'\nd: z\n";
  const Tree tree = index_yaml(text);
  CHECK(tree.slice(tree.node(1).key) == "\xC3\xA9");
  CHECK(span(tree, "b") == "x");
  CHECK(span(tree, "d") == "z");
}

TEST_CASE("yaml_index: unusual line breaks are breaks", "[vault][stores]") {
  const std::string text =
      "a: x\r\nb: y\rc: z\xC2\x85"
      "d: w\xE2\x80\xA8"
      "e: v\xE2\x80\xA9"
      "f: 1 # c\xE2\x80\xA9";
  const Tree tree = index_yaml(text);
  CHECK(span(tree, "a") == "x");
  CHECK(span(tree, "f") == "1");
  CHECK(tree.nodes().size() == 7);
  CHECK(tree.value(tree.comments().at(0)) == " c");
}

TEST_CASE("yaml_index: flow collections mark what lies in them", "[vault][stores]") {
  const std::string text = "a: {b: [1]}\nc:\n  - x\n";
  const Tree tree = index_yaml(text);
  CHECK_FALSE(tree.node(at(tree, "a")).in_flow);
  CHECK(tree.node(at(tree, "a")).style == Style::Flow);
  CHECK(tree.node(at(tree, "a.b")).in_flow);
  CHECK(tree.node(at(tree, "a.b[0]")).in_flow);
  CHECK_FALSE(tree.node(at(tree, "c[0]")).in_flow);
}

TEST_CASE("yaml_index: aliases become copies with paths of their own", "[vault][stores]") {
  const std::string text =
      "base: &b\n  k: 1\n  l: [x, \"y\\n\"]\nref: *b\nm:\n  <<: *b\n  z: *b\ns: &s hi\nt: *s\n";
  const Tree tree = index_yaml(text);
  CHECK(value(tree, "ref.k") == "1");
  CHECK(value(tree, "m.<<.l[1]") == "y\n");
  CHECK(value(tree, "t") == "hi");
  const Node& copy = tree.node(at(tree, "m.z.k"));
  CHECK(copy.aliased);
  CHECK(copy.type == ScalarType::Int);
  CHECK(tree.slice(copy.span) == "*b");
  CHECK(tree.aad(at(tree, "m.z.k")) == "m:z:k:");
  CHECK_FALSE(tree.node(at(tree, "base.k")).aliased);
  CHECK(tree.node(at(tree, "m.z")).subtree_end == at(tree, "s"));
  CHECK(tree.children(at(tree, "m")).size() == 2);
}

TEST_CASE("yaml_index: an alias within a copied collection is copied too", "[vault][stores]") {
  const std::string text = "a: &a [1]\nb: &b {x: *a}\nc: *b\n";
  const Tree tree = index_yaml(text);
  CHECK(value(tree, "c.x[0]") == "1");
  CHECK(tree.aad(at(tree, "c.x[0]")) == "c:x:");
}

TEST_CASE("yaml_index: an anchor given anew stands for the newer node", "[vault][stores]") {
  const std::string text = "a: &a 1\nb: *a\nc: &a 2\nd: *a\ne: &a {f: &a 3}\ng: *a\n";
  const Tree tree = index_yaml(text);
  CHECK(value(tree, "b") == "1");
  CHECK(value(tree, "d") == "2");
  CHECK(value(tree, "g") == "3");
}

TEST_CASE("yaml_index: keys may be anchored and be aliases", "[vault][stores]") {
  const std::string text = "&k key: &v val\nx: *k\n*v : y\nz:\n  *k : w\n";
  const Tree tree = index_yaml(text);
  CHECK(value(tree, "x") == "key");
  CHECK(value(tree, "val") == "y");
  CHECK(value(tree, "z.key") == "w");
}

TEST_CASE("yaml_index: wrong aliases are refused", "[vault][stores]") {
  CHECK(refusal("a: *x\n") == "line 1, column 4: alias of an unknown anchor");
  CHECK(refusal("a: &a [*a]\n") == "line 1, column 8: alias within what it stands for");
  CHECK(refusal("a: &a 1\n---\nb: *a\n") == "line 3, column 4: alias of an unknown anchor");
  CHECK(refusal("a: &a 1\n*a : b\n") == "line 2, column 1: key is not a string");
}

TEST_CASE("yaml_index: alias bombs are refused fast", "[vault][stores]") {
  std::string text = "a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string one = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + one;
    for (int k = 0; k < 8; ++k) text += ", " + one;
    text += "]\n";
  }
  CHECK(refusal(text).ends_with("aliases stand for more than a million values"));
  std::string wide = "a: &a [" + std::string(200, ',') + "]\n";
  for (std::size_t at = wide.find(','); at != std::string::npos; at = wide.find(',', at + 2)) {
    wide.insert(at, "1");
  }
  wide += "b: [*a";
  for (int k = 0; k < 99; ++k) wide += ", *a";
  CHECK(refusal(wide + "]\n") == "aliases stand for many times as many values as the file has");
}

TEST_CASE("yaml_index: aliases do not get round the limit of depth", "[vault][stores]") {
  const std::string deep(600, '[');
  const std::string end(600, ']');
  const std::string text = "a: &a " + deep + end + "\nb: " + deep + "*a" + end + "\n";
  CHECK(refusal(text).ends_with("nested deeper than 1000 levels"));
}

TEST_CASE("yaml_index: keys must be strings", "[vault][stores]") {
  for (const char* const text : {"1: x\n",
                                 "true: x\n",
                                 "~: x\n",
                                 "1.5: x\n",
                                 "2020-01-01: x\n",
                                 "? [a]\n: x\n",
                                 "? {a: b}\n: x\n",
                                 "!!int \"1\": x\n",
                                 "a: {1: x}\n"}) {
    CAPTURE(text);
    CHECK(refusal(text).ends_with("key is not a string"));
  }
  const std::string text = "\"1\": a\nyes: b\n!!str 2: c\n";
  const Tree tree = index_yaml(text);
  CHECK(value(tree, "1") == "a");
  CHECK(value(tree, "yes") == "b");
  CHECK(value(tree, "2") == "c");
}

TEST_CASE("yaml_index: the merge key may be quoted or tagged", "[vault][stores]") {
  CHECK(value(index_yaml("!!merge <<: {x: 1}\n"), "<<.x") == "1");
  CHECK(value(index_yaml("\"<<\": x\n"), "<<") == "x");
}

TEST_CASE("yaml_index: a merge key has maps in the first document", "[vault][stores]") {
  for (const char* const text : {"<<: x\n",
                                 "<<:\n",
                                 "<<: [{a: 1}, 2]\n",
                                 "a: {<<: 1}\n",
                                 "a: &a [{b: 1}]\nc:\n  <<: *a\n"}) {
    CAPTURE(text);
    CHECK(refusal(text).ends_with("merge key without a map"));
  }
  CHECK(index_yaml("a: &a {b: 1}\nc:\n  <<: [*a, {d: 1}]\n").documents() == 1);
  CHECK(index_yaml("---\n---\n<<: x\n").documents() == 2);
}

TEST_CASE("yaml_index: duplicate keys are refused in the first document", "[vault][stores]") {
  CHECK(refusal("a: 1\nb:\n  c: 1\n  \"c\": 2\n") == "line 4, column 3: key stands here twice");
  CHECK(refusal("a: 1\na: 2\n") == "line 2, column 1: key stands here twice");
  const std::string text = "a: 1\n---\nb: 1\nb: 2\n";
  CHECK(index_yaml(text).nodes().size() == 5);
}

TEST_CASE("yaml_index: the top level is a map or nothing", "[vault][stores]") {
  CHECK(refusal("- a\n") == "line 1, column 1: the top level is not a map");
  CHECK(refusal("text\n") == "line 1, column 1: the top level is not a map");
  CHECK(refusal("a: 1\n---\n'x'\n") == "line 3, column 1: the top level is not a map");
  for (const char* const text : {"---\n", "null\n", "~\n", "--- # c\n...\n"}) {
    const Tree tree = index_yaml(text);
    CHECK(tree.documents() == 1);
    CHECK(tree.root(0) == kNoNode);
  }
  CHECK(index_yaml("{}").root(0) == 0);
}

TEST_CASE("yaml_index: a text without a document has none", "[vault][stores]") {
  CHECK(index_yaml("").documents() == 0);
  CHECK(index_yaml("\n\n").documents() == 0);
  CHECK(refusal("# only\n# comments\n") == "no document");
}

TEST_CASE("yaml_index: documents are told apart", "[vault][stores]") {
  const std::string text = "---\na: 1\n...\n---\n---\nb: 2\n";
  const Tree tree = index_yaml(text);
  REQUIRE(tree.documents() == 3);
  CHECK(tree.root(1) == kNoNode);
  CHECK(tree.node(tree.root(2)).document == 2);
  CHECK(tree.node(tree.root(2)).parent == kNoNode);
}

TEST_CASE("yaml_index: tags decide the type", "[vault][stores]") {
  const std::string text =
      "a: !!str 1\nb: !!int \"3\"\nc: !!float 3\nd: !!bool 'true'\ne: !!timestamp 2020-01-01\n"
      "f: !!binary aGVsbG8=\ng: !custom 1\nh: !!null ''\ni: ! 1\nj: !<tag:yaml.org,2002:str> 2\n";
  const Tree tree = index_yaml(text);
  const auto type = [&](std::string_view key) { return tree.node(at(tree, key)).type; };
  CHECK(type("a") == ScalarType::Str);
  CHECK(type("b") == ScalarType::Int);
  CHECK(type("c") == ScalarType::Float);
  CHECK(type("d") == ScalarType::Bool);
  CHECK(type("e") == ScalarType::Time);
  CHECK(type("f") == ScalarType::Str);
  CHECK(value(tree, "f") == "hello");
  CHECK(type("g") == ScalarType::Str);
  CHECK(type("h") == ScalarType::Null);
  CHECK(type("j") == ScalarType::Str);
  CHECK(span(tree, "j") == "2");
}

TEST_CASE("yaml_index: values that are not of their tag are refused", "[vault][stores]") {
  for (const char* const text : {"a: !!int x\n",
                                 "a: !!null x\n",
                                 "a: !!bool 1\n",
                                 "a: !!timestamp x\n",
                                 "a: !!binary '?'\n"}) {
    CAPTURE(text);
    CHECK(test::code_of([&] { (void)index_yaml(text); }) == Code::Failed);
  }
}

TEST_CASE("yaml_index: texts in other encodings are refused", "[vault][stores]") {
  CHECK(refusal(std::string("\xFF\xFE"
                            "a\0:\0 \0"
                            "1\0",
                            10)) == "not UTF-8 text");
  CHECK(refusal("a: \xC3\n") == "not UTF-8 text");
  CHECK(refusal("a: \x01\n").starts_with("line 1, column 4: control characters"));
  CHECK(refusal(std::string("a: \0\n", 5)).starts_with("line 1, column 4: control characters"));
}

TEST_CASE("yaml_index: broken YAML is refused with its place", "[vault][stores]") {
  CHECK(refusal("a: 1\nb: [1, 2\nc: 3\n").starts_with("line 3, column 2: "));
  CHECK(refusal("\xC3\xA9: 'x\n").starts_with("line 2, column 1: "));
  CHECK(refusal("a: x: y\n").starts_with("line 1, column 5: "));
}

TEST_CASE("yaml_index: depth ends at 1000 levels, and early", "[vault][stores]") {
  const auto nested = [](std::size_t levels) {
    return "a: " + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "\n";
  };
  CHECK(index_yaml(nested(1000)).nodes().size() == 1000);
  CHECK(refusal(nested(1001)).ends_with("nested deeper than 1000 levels"));
  const auto start = std::chrono::steady_clock::now();
  CHECK(refusal("a: " + std::string(10000, '[')).ends_with("nested deeper than 1000 levels"));
  std::string dashes = "a:\n";
  for (int i = 0; i < 10000; ++i) dashes += "- ";
  CHECK(refusal(dashes).ends_with("nested deeper than 1000 levels"));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}

TEST_CASE("yaml_index: long texts at great depth are refused early", "[vault][stores]") {
  std::string text = "a: " + std::string(990, '[');
  for (int i = 0; i < 1'000'000; ++i) text += "1,\n";
  CHECK(refusal(text).ends_with("too much text within nested flow collections"));
}

TEST_CASE("yaml_index: a large text costs little more than itself", "[vault][stores]") {
  std::string text;
  for (int i = 0; i < 20000; ++i)
    text += "key" + std::to_string(i) + ": " + std::string(100, 'x') + "\n";
  const Tree tree = index_yaml(text);
  CHECK(tree.nodes().size() == 20001);
  CHECK(tree.nodes().capacity() * sizeof(Node) < text.size());
  CHECK(tree.node(20000).cooked_value == kNotCooked);
}
