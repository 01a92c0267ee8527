#include "vault/operations/encrypt.h"

#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "vault/keyring/keyring.h"
#include "vault/operations/decrypt.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace holdfast::vault {

namespace {

constexpr std::string_view kKey1 = "age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846";
constexpr std::string_view kKey2 = "age1tdhfy7u5vt5qpr925xle9w6zvddspav4plmp4rcjqc0wvahpna8q2k0f4n";

Keyring keyring() {
  Keyring ours;
  ours.add(age::parse_identity_file(test::read_fixture("sops/key1.txt")));
  return ours;
}

EncryptionPlan to_key1(Selection selection = {}) {
  return {.groups = {{std::string(kKey1)}}, .shamir_threshold = 0, .selection = selection};
}

Document parse(std::string_view text, Format format = Format::Yaml) {
  return Document::parse(SecretText(text), format);
}

std::string encrypted(std::string_view text,
                      Format format = Format::Yaml,
                      const EncryptionPlan& plan = to_key1()) {
  return std::string(encrypt_document(parse(text, format), plan, Time{}).text.expose());
}

std::string decrypted(std::string_view text, Format format = Format::Yaml) {
  const Document document = parse(text, format);
  const auto key = keyring().data_key(document.metadata());
  const OpenDocument open = open_document(document, key, MacCheck::Enforce);
  return std::string(plain_text(document, open).expose());
}

std::vector<Path> documents() {
  std::vector<Path> files;
  for (const auto& entry : std::filesystem::directory_iterator(test::fixture("documents"))) {
    if (format_of(entry.path()) != Format::Binary) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> clear_texts(const Document& document) {
  std::vector<std::string> texts;
  const auto key = keyring().data_key(document.metadata());
  for (const OpenValue& value : open_document(document, key, MacCheck::Enforce).values) {
    texts.emplace_back(value.canonical.expose());
  }
  return texts;
}

}  // namespace

TEST_CASE("encrypt: decrypting gives the very bytes back", "[vault][sops]") {
  // What a ciphertext has no room for: aliases, folds, escapes, spellings of numbers and of words
  // that YAML 1.1 took for booleans, types by tag, single quotes in flow collections, documents of
  // nothing, a last line without an end (of YAML), joined lines, comments beside that stand above.
  const std::set<std::string> exceptions{
      "anchor_multiline.yaml", "anchors.yaml",        "anchors_flow.yaml",
      "anchors_half.yaml",     "anchors_nested.yaml", "empty_lines.json",
      "escapes.json",          "escapes.yaml",        "flow_single.yaml",
      "folded.yaml",           "html.json",           "merge_tag.yaml",
      "multiline_plain.yaml",  "no_final_break.yaml", "no_final_break_block.yaml",
      "null_document.yaml",    "spellings.yaml",      "tags.yaml",
      "tags_flow.yaml",        "times.yaml",          "continuation.ini",
      "inline_and_above.ini"};
  std::set<std::string> found;
  for (const Path& file : documents()) {
    const std::string text = test::read_fixture(file);
    const std::string back = decrypted(encrypted(text, format_of(file)), format_of(file));
    if (back != text) found.insert(file.filename().string());
    if (exceptions.contains(file.filename().string())) continue;
    INFO(file.filename().string());
    CHECK(back == text);
  }
  CHECK(found == exceptions);
}

TEST_CASE("encrypt: no clear value is left under the selection", "[vault][sops]") {
  for (const Path& file : documents()) {
    DYNAMIC_SECTION(file.filename().string()) {
      const Document after =
          parse(encrypted(test::read_fixture(file), format_of(file)), format_of(file));
      CHECK(after.metadata().version == "3.13.3");
      const auto key = keyring().data_key(after.metadata());
      CHECK(open_document(after, key, MacCheck::Enforce).warnings.empty());
    }
  }
}

TEST_CASE("encrypt: the block is laid out as sops does", "[vault][sops]") {
  const std::string text = encrypted("a: 1\n");
  const std::size_t block = text.find("sops:\n");
  REQUIRE(block != std::string::npos);
  CHECK(text.find("sops:\n    age:\n        - enc: |\n            -----BEGIN AGE") == block);
  CHECK(text.find("\n          recipient: age19w25") != std::string::npos);
  CHECK(text.find("\n    lastmodified: \"1970-01-01T00:00:00Z\"\n    mac: ENC[") !=
        std::string::npos);
  CHECK(text.ends_with("\n    unencrypted_suffix: _unencrypted\n    version: 3.13.3\n"));
}

TEST_CASE("encrypt: the block takes the document's own indentation", "[vault][sops]") {
  const std::string text = encrypted("a:\n  b: 1\n");
  CHECK(text.find("sops:\n  age:\n    - enc: |\n        -----BEGIN") != std::string::npos);
}

TEST_CASE("encrypt: JSON gets its block as the last member", "[vault][sops]") {
  const std::string tabs = encrypted("{\n\t\"a\": 1\n}\n", Format::Json);
  CHECK(tabs.find("\",\n\t\"sops\": {\n\t\t\"age\": [\n\t\t\t{\n\t\t\t\t\"enc\": \"-----BEGIN") !=
        std::string::npos);
  CHECK(tabs.ends_with("\n\t\t\"version\": \"3.13.3\"\n\t}\n}\n"));
  const std::string small = encrypted("{\"a\":1}", Format::Json);
  CHECK(small.find(",\"sops\":{\"age\":[{\"enc\":\"") != std::string::npos);
  CHECK(small.find('\n') == std::string::npos);
}

TEST_CASE("encrypt: key groups share the data key", "[vault][sops]") {
  EncryptionPlan plan;
  plan.groups = {{std::string(kKey1)}, {std::string(kKey2)}};
  const std::string text = encrypted("a: 1\n", Format::Yaml, plan);
  const Document document = parse(text);
  CHECK(document.metadata().groups.size() == 2);
  CHECK(document.metadata().shamir_threshold == 2);
  CHECK_FALSE(keyring().try_data_key(document.metadata()));
  Keyring both = keyring();
  both.add(age::parse_identity_file(test::read_fixture("sops/key2.txt")));
  CHECK(both.try_data_key(document.metadata()));
}

TEST_CASE("encrypt: only what the selection names is encrypted", "[vault][sops]") {
  const std::string text =
      encrypted("# c\na: 1\ndata:\n  b: x # d\n",
                Format::Yaml,
                to_key1({.kind = SelectionKind::EncryptedRegex, .pattern = "^data$"}));
  CHECK(text.starts_with("# c\na: 1\ndata:\n  b: ENC["));
  CHECK(text.find(" #ENC[") != std::string::npos);
  CHECK(text.find("\n  encrypted_regex: ^data$\n") != std::string::npos);
}

TEST_CASE("encrypt: comments may say what is encrypted", "[vault][sops]") {
  const std::string plain = "# secret\na: 1\nb: 2\n# secret\nc:\n  # note\n  d: 3\n  e: 4\n";
  const std::string text =
      encrypted(plain,
                Format::Yaml,
                to_key1({.kind = SelectionKind::EncryptedCommentRegex, .pattern = "secret"}));
  CHECK(text.starts_with("# secret\na: ENC["));
  CHECK(text.find("\nb: 2\n# secret\nc:\n  #ENC[") != std::string::npos);
  CHECK(decrypted(text) == plain);
  const std::string rest =
      encrypted(plain,
                Format::Yaml,
                to_key1({.kind = SelectionKind::UnencryptedCommentRegex, .pattern = "secret"}));
  CHECK(rest.starts_with("# secret\na: 1\nb: ENC["));
  CHECK(rest.find("\n# secret\nc:\n  # note\n  d: 3\n  e: 4\nsops:") != std::string::npos);
  CHECK(decrypted(rest) == plain);
}

TEST_CASE("encrypt: a selection that encrypts nothing is refused", "[vault][sops]") {
  const EncryptionPlan plan =
      to_key1({.kind = SelectionKind::EncryptedRegex, .pattern = "^nothing$"});
  CHECK(test::code_of([&] { encrypted("a: 1\n", Format::Yaml, plan); }) == Code::Refused);
  CHECK_NOTHROW(encrypted("a: null\nb: \"\"\n", Format::Yaml, plan));
  const Encrypted empty = encrypt_document(parse("{}\n"), plan, Time{});
  CHECK_FALSE(empty.has_values);
  CHECK(empty.values == 0);
}

TEST_CASE("encrypt: a bad pattern is refused, since sops would encrypt nothing", "[vault][sops]") {
  const EncryptionPlan plan = to_key1({.kind = SelectionKind::EncryptedRegex, .pattern = "("});
  CHECK(test::code_of([&] { encrypted("a: 1\n", Format::Yaml, plan); }) == Code::Failed);
}

TEST_CASE("encrypt: an encrypted document is refused", "[vault][sops]") {
  const std::string text = encrypted("a: 1\n");
  CHECK(test::code_of([&] { encrypted(text); }) == Code::Refused);
}

TEST_CASE("encrypt: bad recipients are refused by name", "[vault][sops]") {
  EncryptionPlan plan;
  CHECK(test::code_of([&] { encrypted("a: 1\n", Format::Yaml, plan); }) == Code::Failed);
  plan.groups = {{std::string(kKey1)}, {}};
  CHECK(test::code_of([&] { encrypted("a: 1\n", Format::Yaml, plan); }) == Code::Failed);
  plan.groups = {{"age1nonsense"}};
  const Error error = test::error_of([&] { encrypted("a: 1\n", Format::Yaml, plan); });
  CHECK(std::string(error.what()).find("age1nonsense") != std::string::npos);
}

TEST_CASE("encrypt: an alias is written out only where a ciphertext would break it",
          "[vault][sops]") {
  const std::string kept = test::read_fixture("documents/anchors_unencrypted.yaml");
  CHECK(encrypted(kept).find("copy_unencrypted: *s\n") != std::string::npos);
  const std::string text = encrypted(test::read_fixture("documents/anchors_half.yaml"));
  CHECK(text.starts_with("shared_unencrypted: &s plain words\nsecret: ENC["));
  CHECK(text.find("view_unencrypted: hidden\n") != std::string::npos);
}

TEST_CASE("encrypt: types are kept and their tags are not", "[vault][sops]") {
  const std::string text = encrypted(test::read_fixture("documents/tags.yaml"));
  CHECK(text.starts_with("i: \"ENC["));
  CHECK(text.find("c: !custom ENC[") != std::string::npos);
  CHECK(text.find("a: &x ENC[") != std::string::npos);
  CHECK(text.find("z: !!str &y ENC[") != std::string::npos);
  CHECK(clear_texts(parse(text)) ==
        std::vector<std::string>{
            "3", "3", "True", "12", "hello", "x", "2020-01-01T00:00:00Z", "5", "6"});
}

TEST_CASE("encrypt: a block scalar that the text ends in keeps its value", "[vault]") {
  const auto [text, value] = GENERATE(table<std::string, std::string>({
      {"a: |\n  x\n ", "x\n"},
      {"a: |+\n  x\n ", "x\n"},
      {"a: |+\n  x\n    ", "x\n  "},
      {"a: |+\n  x", "x"},
      {"a: >+\n  x\n\n\n ", "x\n\n\n"},
      {"a: |+\n\n ", "\n"},
      {"a: |+\n ", ""},
      {"a: |+", ""},
      {"a: |#+\n  x", "x"},
      {"a:\n  - |+\n   x\n\n ", "x\n\n"},
      {"a: |1\n  ", " "},
      {"a:\n  - |1\n     ", "  "},
      {"a:\n  - b: |3\n        ", " "},
  }));
  const Document restored = parse(decrypted(encrypted(text)));
  CHECK(restored.tree().value(restored.tree().nodes().back()) == value);
}

TEST_CASE("encrypt: a selection that matches nothing is refused, unless it may", "[vault]") {
  EncryptionPlan plan =
      to_key1({.kind = SelectionKind::EncryptedRegex, .pattern = "z", .mac_only_encrypted = false});
  CHECK(test::code_of([&] { encrypted("a: 1\n", Format::Yaml, plan); }) == Code::Refused);
  plan.may_encrypt_nothing = true;
  CHECK(encrypted("a: 1\n", Format::Yaml, plan).starts_with("a: 1\nsops:\n"));
}

TEST_CASE("decrypt: plain text of sops's own files keeps their layout", "[vault][sops]") {
  const auto read = [](const std::string& name) { return test::read_fixture(Path("sops") / name); };
  CHECK(decrypted(read("12-empty-map.enc.yaml")) == "{}\n");
  CHECK(decrypted(read("15-two-recipients.enc.yaml")) == read("15-two-recipients.dec.yaml"));
  CHECK(decrypted(read("04-default-suffix.enc.yaml")) == read("04-default-suffix.dec.yaml"));
  CHECK(decrypted(read("02-arrays.enc.yaml")) == read("02-arrays.dec.yaml"));
  CHECK(decrypted(read("07-multidoc.enc.yaml")) == read("07-multidoc.dec.yaml"));
  CHECK(decrypted(read("08-json.enc.json"), Format::Json) == read("08-json.dec.json"));
  const std::string comments = decrypted(read("03-comments.enc.yaml"));
  CHECK(comments.find("a: 1 # inline\n") != std::string::npos);
  CHECK(comments.find("    # item head\n    # item inline\n    - one\n    - two\n    # tail\n") !=
        std::string::npos);
}

}  // namespace holdfast::vault
