#include "vault/operations/set_value.h"

#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "tests/vault/operations/toy_file.h"
#include "vault/operations/encrypt.h"

#include <filesystem>

namespace holdfast::vault {

namespace {

using test::lines_that_differ;
using test::ToyFile;

constexpr Time kLater{std::chrono::seconds(1'800'000'000)};

std::string after_set(const ToyFile& file, std::string_view path, std::string_view json) {
  const SetResult result =
      set_value(file.opened(), parse_value_path(path), SecretText(json), kLater);
  return std::string(result.text.expose());
}

std::string plain_after_set(std::string_view plain,
                            std::string_view path,
                            std::string_view json,
                            Format format = Format::Yaml) {
  return ToyFile(after_set(ToyFile::encrypt(plain, format), path, json), format).plain();
}

// The path to a node, positions counted as the operations count them; empty for what has none: what
// an alias shows, comments that are elements, keys that are there twice.
ValuePath path_of(const ToyFile& file, NodeId id) {
  const Tree& tree = file.document().tree();
  ValuePath path;
  for (; tree.node(id).parent != kNoNode; id = tree.node(id).parent) {
    const Node& node = tree.node(id);
    if (node.aliased) return {};
    if (tree.node(node.parent).kind == NodeKind::Map) {
      const std::string key(tree.key(node));
      if (tree.member(node.parent, key) != id) return {};
      path.insert(path.begin(), {key, std::nullopt});
      continue;
    }
    std::size_t position = 0;
    for (const NodeId sibling : tree.children(node.parent)) {
      const bool comment = tree.value(tree.node(sibling)).ends_with(",type:comment]");
      if (comment && sibling == id) return {};
      if (sibling == id) break;
      if (!comment) ++position;
    }
    path.insert(path.begin(), {"", position});
  }
  return path;
}

std::string plain_after_unset(std::string_view plain,
                              std::string_view path,
                              Format format = Format::Yaml) {
  const ToyFile file = ToyFile::encrypt(plain, format);
  const auto text = unset_value(file.opened(), parse_value_path(path), kLater);
  if (!text) return "nothing there";
  return ToyFile(std::string(text->expose()), format).plain();
}

}  // namespace

TEST_CASE("set: only the value's own line changes, and what vouches for it", "[vault][set]") {
  const ToyFile file = ToyFile::encrypt("a: one\nb:\n  c: two # why\n  d: [x, x]\n# end\n");
  const std::string after = after_set(file, R"(["b"]["c"])", R"("three")");
  const std::vector<std::string> lines = lines_that_differ(file.text(), after);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].starts_with("  c: ENC["));
  CHECK(lines[1].find("lastmodified: \"2027-01-15T08:00:00Z\"") != std::string::npos);
  CHECK(lines[2].find("mac: ENC[") != std::string::npos);
  CHECK(ToyFile(after).plain() == "a: one\nb:\n  c: three # why\n  d: [x, x]\n# end\n");
}

TEST_CASE("set: the same value changes nothing but the vouchers", "[vault][set]") {
  const ToyFile file = ToyFile::encrypt("a: one\nm:\n  l: [1, 2.5, null]\n");
  const auto same = [&](std::string_view path, std::string_view json) {
    const SetResult result =
        set_value(file.opened(), parse_value_path(path), SecretText(json), kLater);
    CHECK(lines_that_differ(file.text(), result.text.expose()).size() == 2);
    return !result.changed;
  };
  CHECK(same(R"(["a"])", R"("one")"));
  CHECK(same(R"(["m"])", R"({"l": [1, 2.5, null]})"));
  CHECK_FALSE(
      set_value(file.opened(), parse_value_path(R"(["m"]["l"][0])"), SecretText("1.0"), kLater)
          .text.empty());
  CHECK(set_value(file.opened(), parse_value_path(R"(["m"]["l"][0])"), SecretText("1.0"), kLater)
            .changed);
}

TEST_CASE("set: an integer stays one, as sops does not keep it", "[vault][set]") {
  const std::string after = after_set(ToyFile::encrypt("a: one\n"), R"(["a"])", "42");
  CHECK(after.find("type:int]") != std::string::npos);
  CHECK(plain_after_set("a: one\n", R"(["a"])", "42") == "a: 42\n");
  CHECK(plain_after_set("a: one\n", R"(["a"])", "true") == "a: true\n");
  CHECK(plain_after_set("a: one\n", R"(["a"])", "null") == "a: null\n");
  CHECK(plain_after_set("a: one\n", R"(["a"])", "2.50") == "a: 2.5\n");
  CHECK(plain_after_set("a: one\n", R"(["a"])", "\"\"") == "a: \"\"\n");
}

TEST_CASE("set: new keys are laid out like their neighbours", "[vault][set]") {
  CHECK(plain_after_set("a:\n  b: 1\nz: 1\n", R"(["a"]["c"])", "2") ==
        "a:\n  b: 1\n  c: 2\nz: 1\n");
  CHECK(plain_after_set("a: 1\n", R"(["b"]["c"])", "2") == "a: 1\nb:\n    c: 2\n");
  CHECK(plain_after_set("a:\n  b: 1\n", R"(["x"]["v"]["z"])", "2") ==
        "a:\n  b: 1\nx:\n  v:\n    z: 2\n");
  CHECK(plain_after_set("a:\n- b: 1\n", R"(["a"][0]["c"])", "2") == "a:\n- b: 1\n  c: 2\n");
  CHECK(plain_after_set("a:\n- 1\n", R"(["a"][7])", "2") == "a:\n- 1\n- 2\n");
  CHECK(plain_after_set("a:\n- 1\n", R"(["b"])", "[1, {\"k\": [2]}]") ==
        "a:\n- 1\nb:\n- 1\n- k:\n  - 2\n");
  CHECK(plain_after_set("a: {b: x}\n", R"(["a"]["c"])", "2") == "a: {b: x, c: 2}\n");
  CHECK(plain_after_set("a: [1]\n", R"(["a"][1])", "\"x: y\"") == "a: [1, 'x: y']\n");
  CHECK(plain_after_set("{}\n", R"(["a"])", "1") == "a: 1\n");
}

TEST_CASE("set: what is in the way of a path becomes a map or list", "[vault][set]") {
  CHECK(plain_after_set("a: 1 # c\nz: 2\n", R"(["a"]["b"])", "2") == "a: # c\n    b: 2\nz: 2\n");
  CHECK(plain_after_set("a:\nz: 2\n", R"(["a"][0])", "2") == "a:\n    - 2\nz: 2\n");
  CHECK(plain_after_set("a: {}\n", R"(["a"]["b"])", "2") == "a:\n    b: 2\n");
  CHECK(plain_after_set("a: []\n", R"(["a"][3])", "2") == "a:\n    - 2\n");
  CHECK(plain_after_set("a: |\n  x\n  y\nz: 2\n", R"(["a"]["b"])", "2") == "a:\n    b: 2\nz: 2\n");
}

TEST_CASE("set: whole subtrees, and scalars in their place", "[vault][set]") {
  CHECK(plain_after_set("a:\n  b: 1\n  c: 2\nz: 2\n", R"(["a"])", R"({"x": 1})") ==
        "a:\n  x: 1\nz: 2\n");
  CHECK(plain_after_set("a:\n  b: 1\nz: 2\n", R"(["a"])", "7") == "a: 7\nz: 2\n");
  CHECK(plain_after_set("a: \"x\"\nb: 'x'\n", R"(["a"])", "\"v\"") == "a: \"v\"\nb: 'x'\n");
}

TEST_CASE("set: JSON keeps its layout", "[vault][set]") {
  const std::string json = "{\n  \"a\": {\n    \"b\": 1\n  },\n  \"l\": [\n    1\n  ]\n}\n";
  CHECK(plain_after_set(json, R"(["a"]["c"])", R"({"d": [true]})", Format::Json) ==
        "{\n  \"a\": {\n    \"b\": 1,\n    \"c\": {\n      \"d\": [\n        true\n      ]\n    }\n"
        "  },\n  \"l\": [\n    1\n  ]\n}\n");
  CHECK(plain_after_set(json, R"(["l"][9])", "2", Format::Json).find("1,\n    2\n  ]") !=
        std::string::npos);
  CHECK(plain_after_set("{\"a\": 1}", R"(["b"])", "\"x\"", Format::Json) ==
        "{\"a\": 1, \"b\": \"x\"}");
}

TEST_CASE("set: a subtree keeps the ciphertexts of what it leaves", "[vault][set]") {
  const ToyFile file = ToyFile::encrypt("a:\n    b: one\n    c: two\n    l: [x, x]\n");
  const std::string after =
      after_set(file, R"(["a"])", R"({"b": "one", "c": "three", "l": ["x", "x"]})");
  CHECK(after.find(file.ciphertext("a.b")) != std::string::npos);
  CHECK(after.find(file.ciphertext("a.c")) == std::string::npos);
}

TEST_CASE("set: only what the selection names is encrypted", "[vault][set]") {
  Selection selection{SelectionKind::EncryptedRegex, "^data$", false};
  const ToyFile file = ToyFile::encrypt("kind: Secret\ndata:\n  a: x\n", Format::Yaml, selection);
  CHECK(after_set(file, R"(["kind"])", "\"Other\"").starts_with("kind: Other\n"));
  CHECK(after_set(file, R"(["data"]["b"])", "\"y\"").find("\n  b: ENC[") != std::string::npos);
}

TEST_CASE("set: refuses what has no meaning", "[vault][set]") {
  const ToyFile file = ToyFile::encrypt("a: 1\nl: [1]\nm: {k: 1}\n");
  const auto code = [&](std::string_view path, std::string_view json) {
    return test::code_of([&] {
      static_cast<void>(set_value(file.opened(), parse_value_path(path), SecretText(json), kLater));
    });
  };
  CHECK(code("", "1") == Code::Usage);
  CHECK(code(R"(["sops"])", "1") == Code::Usage);
  CHECK(code(R"(["sops"]["mac"])", "1") == Code::Usage);
  CHECK(code(R"(["a"])", "") == Code::Usage);
  CHECK(code(R"(["a"])", "hello") == Code::Usage);
  CHECK(code(R"(["a"])", "1, \"b\": 2") == Code::Usage);
  CHECK(code(R"(["a"]["b"])", "1}, \"x\": {\"y\": 2") == Code::Usage);
  CHECK(code(R"(["l"]["k"])", "1") == Code::Failed);
  CHECK(code(R"(["m"][0])", "1") == Code::Failed);
}

TEST_CASE("set: the value is no part of the error", "[vault][set]") {
  const ToyFile file = ToyFile::encrypt("a: 1\n");
  const Error error = test::error_of([&] {
    static_cast<void>(
        set_value(file.opened(), parse_value_path(R"(["a"])"), SecretText("hunter2"), kLater));
  });
  CHECK(std::string(error.what()).find("hunter2") == std::string::npos);
}

TEST_CASE("set: what an alias shows is refused", "[vault][set]") {
  Selection selection{SelectionKind::EncryptedRegex, "^secret$", false};
  const ToyFile file =
      ToyFile::encrypt("base: &b\n  x: 1\nuse: *b\nsecret: s\n", Format::Yaml, selection);
  const auto code = [&](std::string_view path) {
    return test::code_of([&] {
      static_cast<void>(set_value(file.opened(), parse_value_path(path), SecretText("2"), kLater));
    });
  };
  CHECK(code(R"(["base"]["x"])") == Code::Refused);
  CHECK(code(R"(["use"]["x"])") == Code::Refused);
  CHECK(code(R"(["base"]["y"])") == Code::Refused);
  CHECK(after_set(file, R"(["secret"])", "\"t\"") != file.text());
}

TEST_CASE("set: a comment whose owner changes is bound to the new one", "[vault][set]") {
  const ToyFile file = ToyFile::encrypt("a:\n  b: 1\n  # about a\n\nz: 1\n");
  const std::string after = after_set(file, R"(["a"]["c"])", "2");
  CHECK(ToyFile(after).open().warnings.empty());
  CHECK(ToyFile(after).plain() == "a:\n  b: 1\n  c: 2\n  # about a\n\nz: 1\n");
}

TEST_CASE("set: the first of several documents, the vouchers in all", "[vault][set]") {
  const ToyFile file = ToyFile::encrypt("a: 1\n---\na: 2\n");
  const std::string after = after_set(file, R"(["a"])", "3");
  CHECK(ToyFile(after).plain() == "a: 3\n---\na: 2\n");
  CHECK(lines_that_differ(file.text(), after).size() == 5);
}

TEST_CASE("unset: takes a value out, and the last one leaves an empty collection", "[vault][set]") {
  CHECK(plain_after_unset("a: 1\nb: 2\n", R"(["a"])") == "b: 2\n");
  CHECK(plain_after_unset("a:\n  b:\n    x: |\n      t\n  c: 2\n", R"(["a"]["b"])") ==
        "a:\n  c: 2\n");
  CHECK(plain_after_unset("a:\n  b: 1\nz: 1\n", R"(["a"]["b"])") == "a: {}\nz: 1\n");
  CHECK(plain_after_unset("a:\n  - 1\n  - x: 1\n    y: 2\n", R"(["a"][0])") ==
        "a:\n  - x: 1\n    y: 2\n");
  CHECK(plain_after_unset("a:\n  - x: 1\n    y: 2\n", R"(["a"][0]["x"])") == "a:\n  - y: 2\n");
  CHECK(plain_after_unset("a:\n  - 1\n", R"(["a"][0])") == "a: []\n");
  CHECK(plain_after_unset("a: {b: 1, c: 2}\n", R"(["a"]["b"])") == "a: {c: 2}\n");
  CHECK(plain_after_unset("a: 1\n", R"(["a"])") == "{}\n");
  CHECK(plain_after_unset("{\"a\": 1, \"b\": 2}", R"(["b"])", Format::Json) == "{\"a\": 1}");
  CHECK(plain_after_unset("a: 1\n", R"(["b"])") == "nothing there");
  CHECK(plain_after_unset("a: 1\n", R"(["a"]["b"])") == "nothing there");
  CHECK(plain_after_unset("l: [1]\n", R"(["l"][1])") == "nothing there");
}

TEST_CASE("set: whatever stands in a document can be replaced and removed", "[vault][set]") {
  // Every value of every vector that opens with key 1.
  for (const std::string_view name :
       {"01-scalars", "02-arrays", "03-comments", "15-two-recipients"}) {
    INFO(name);
    const ToyFile file(test::read_fixture("sops/" + std::string(name) + ".enc.yaml"));
    const Tree& tree = file.document().tree();
    for (const NodeId id : tree.children(tree.root(0))) {
      const std::string key(tree.key(tree.node(id)));
      if (key == "sops" || key.find('[') != std::string::npos) continue;
      INFO(key);
      const ValuePath path{{key, std::nullopt}};
      for (const std::string_view json : {"\"t\"", "{\"a\": [1]}", "[]"}) {
        const SetResult set = set_value(file.opened(), path, SecretText(json), kLater);
        CHECK(ToyFile(std::string(set.text.expose())).open().warnings.empty());
      }
      CHECK(unset_value(file.opened(), path, kLater).has_value());
    }
  }
}

TEST_CASE("set: dotenv and INI hold texts", "[vault][set]") {
  const std::string_view env = "A=1\n# c\nB=2\n";
  CHECK(plain_after_set(env, R"(["A"])", "\"x\\ny\"", Format::Dotenv) == "A=x\\ny\n# c\nB=2\n");
  CHECK(plain_after_set(env, R"(["C"])", "true", Format::Dotenv) == "A=1\n# c\nB=2\nC=true\n");
  CHECK(plain_after_set(env, R"(["sops"])", "1.0", Format::Dotenv) == "A=1\n# c\nB=2\nsops=1.0\n");
  CHECK(plain_after_unset(env, R"(["A"])", Format::Dotenv) == "# c\nB=2\n");
  const std::string_view ini = "[s]\na = 1\n\n[t]\nb = 2\n";
  CHECK(plain_after_set(ini, R"(["s"]["a"])", "\"x\"", Format::Ini) ==
        "[s]\na = x\n\n[t]\nb = 2\n");
  CHECK(plain_after_set(ini, R"(["s"]["c"])", "3", Format::Ini) ==
        "[s]\na = 1\nc = 3\n\n[t]\nb = 2\n");
  CHECK(plain_after_set(ini, R"(["u"]["c"])", "3", Format::Ini) ==
        "[s]\na = 1\n\n[t]\nb = 2\n\n[u]\nc = 3\n");
  CHECK(plain_after_unset(ini, R"(["t"]["b"])", Format::Ini) == "[s]\na = 1\n\n[t]\n");
  CHECK(plain_after_unset(ini, R"(["s"])", Format::Ini) == "[t]\nb = 2\n");
  const auto code = [&](std::string_view plain,
                        Format format,
                        std::string_view path,
                        std::string_view json) {
    return test::code_of([&] { static_cast<void>(plain_after_set(plain, path, json, format)); });
  };
  CHECK(code(env, Format::Dotenv, R"(["A"])", "{}") == Code::Failed);
  CHECK(code(env, Format::Dotenv, R"(["A"])", "null") == Code::Failed);
  CHECK(code(env, Format::Dotenv, R"(["A"]["b"])", "1") == Code::Failed);
  CHECK(code(env, Format::Dotenv, R"(["sops_mac"])", "1") != Code::Stopped);
  CHECK(code(env, Format::Dotenv, R"(["a=b"])", "1") == Code::Refused);
  CHECK(code(ini, Format::Ini, R"(["x"])", "1") == Code::Failed);
  CHECK(code("abc", Format::Binary, R"(["data"])", "1") == Code::Usage);
}

TEST_CASE("set: in every layout it is done or refused, never half done", "[vault][set]") {
  std::size_t done = 0;
  std::size_t refused = 0;
  for (const auto& entry : std::filesystem::directory_iterator(test::fixture("documents"))) {
    const Format format = format_of(entry.path());
    if (format == Format::Binary) continue;
    INFO(entry.path().filename().string());
    const ToyFile file = ToyFile::encrypt(test::read_fixture(entry.path()), format);
    const Tree& tree = file.document().tree();
    for (NodeId id = 1; id < tree.nodes().size() && tree.node(id).document == 0; ++id) {
      const ValuePath path = path_of(file, id);
      if (path.empty() || path.front().key == "sops") continue;
      INFO(print_value_path(path));
      for (const std::string_view json : {"\"t\"", "{\"a\": [1]}", "[[], {}]", "-1.5", ""}) {
        try {
          if (json.empty()) {
            const auto text = unset_value(file.opened(), path, kLater);
            REQUIRE(text.has_value());
            static_cast<void>(ToyFile(std::string(text->expose()), format));
          } else {
            const SetResult set = set_value(file.opened(), path, SecretText(json), kLater);
            static_cast<void>(ToyFile(std::string(set.text.expose()), format));
          }
          ++done;
        } catch (const Error& error) {
          INFO(json << ": " << error.what());
          CHECK(
              (error.code() == Code::Refused || (is_flat(format) && error.code() == Code::Failed)));
          ++refused;
        }
      }
    }
  }
  CHECK(done > 500);
  CHECK(refused < done / 2);
}

}  // namespace holdfast::vault
