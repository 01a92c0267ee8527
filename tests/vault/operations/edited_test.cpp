#include "vault/operations/edited.h"

#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "tests/vault/operations/toy_file.h"

#include <filesystem>
#include <map>
#include <set>

namespace holdfast::vault {

namespace {

using test::lines_that_differ;
using test::ToyFile;

constexpr Time kLater{std::chrono::seconds(1'800'000'000)};

std::string edited(const ToyFile& file, std::string_view plain) {
  return std::string(edited_document(file.opened(), SecretText(plain), kLater).expose());
}

// The ciphertexts of a document by the nonce that they were made with.
std::map<std::string, std::string> by_nonce(const ToyFile& file) {
  std::map<std::string, std::string> result;
  for (const OpenValue& value : file.open().values) {
    if (!value.was_encrypted || value.node == kNoNode) continue;
    const Tree& tree = file.document().tree();
    const auto encrypted = sops::parse_encrypted_value(tree.value(tree.node(value.node)));
    result[std::string(as_text(encrypted.iv))] =
        tree.aad(value.node) + std::string(value.canonical.expose());
  }
  return result;
}

}  // namespace

TEST_CASE("edit: unchanged values keep their ciphertext", "[vault][edit]") {
  const ToyFile file = ToyFile::encrypt("a: one\nb: two # note\nc: [x, y, x]\nd: 1.5\n# end\n");
  const std::string after = edited(file, "a: one\nb: TWO # note\nc: [x, y, x]\nd: 1.5\n# end\n");
  const auto lines = lines_that_differ(file.text(), after);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].starts_with("b: ENC["));
}

TEST_CASE("edit: text that was not changed gives the same file again", "[vault][edit]") {
  for (const auto& entry : std::filesystem::directory_iterator(test::fixture("sops"))) {
    const std::string name = entry.path().filename();
    if (name.find(".enc.") == std::string::npos || name.starts_with("19") ||
        name.starts_with("20") || name.starts_with("21")) {
      continue;
    }
    const Format format = format_of(entry.path());
    if (format == Format::Binary) continue;                          // all of it is one value
    if (name.starts_with("24") || name.starts_with("25")) continue;  // two keys are needed
    INFO(name);
    const ToyFile file(test::read_fixture("sops/" + name), format);
    const ToyFile after(edited(file, file.plain()), format);
    CHECK(after.plain() == file.plain());
    const auto old = by_nonce(file);
    for (const auto& [nonce, value] : by_nonce(after)) {
      REQUIRE(old.contains(nonce));
      CHECK(old.at(nonce) == value);
    }
  }
}

TEST_CASE("edit: the block stays but for mac and lastmodified", "[vault][edit]") {
  for (const std::string_view name :
       {"15-two-recipients", "22-foreign-master-keys", "23-legacy-layout", "14-key-groups-2of3"}) {
    INFO(name);
    const ToyFile file(test::read_fixture("sops/" + std::string(name) + ".enc.yaml"));
    const std::string plain = file.plain();
    const std::string after = edited(file, plain);
    for (const std::string& line : lines_that_differ(file.text(), after)) {
      const bool voucher = line.find("mac: ") != std::string::npos ||
                           line.find("lastmodified: ") != std::string::npos;
      CHECK(voucher);
    }
  }
}

TEST_CASE("edit: equal elements never share a ciphertext", "[vault][edit]") {
  const ToyFile file = ToyFile::encrypt("l:\n- x\n- y\n- x\n");
  const ToyFile after(edited(file, "l:\n- x\n- x\n- x\n- y\n- x\n"));
  CHECK(by_nonce(after).size() == 5);
  // Position first: the third is the old third, the first the old first.
  CHECK(after.ciphertext("l[2]") == file.ciphertext("l[2]"));
  CHECK(after.ciphertext("l[0]") == file.ciphertext("l[0]"));
  CHECK(after.ciphertext("l[3]") == file.ciphertext("l[1]"));
}

TEST_CASE("edit: a nonce never meets another plaintext", "[vault][edit]") {
  const ToyFile file = ToyFile::encrypt("a: one\nb: one\nc: {a: one}\nn: 1\nl: [a, b, c]\n");
  const auto old = by_nonce(file);
  for (const std::string_view plain : {"a: two\nb: one\nc: {a: one}\nn: 1\nl: [a, b, c]\n",
                                       "b: one\na: one\nl: [c, b, a]\nc: {a: two}\nn: '1'\n",
                                       "a: {c: {a: one}}\nn: 1.0\nl: [[a], b]\n"}) {
    const ToyFile after(edited(file, plain));
    for (const auto& [nonce, value] : by_nonce(after)) {
      if (old.contains(nonce)) CHECK(old.at(nonce) == value);
    }
  }
}

TEST_CASE("edit: a float that is shown as an integer stays a float", "[vault][edit]") {
  const ToyFile file = ToyFile::encrypt("a: 1.0\nb: x\n");
  CHECK(file.plain() == "a: 1\nb: x\n");
  CHECK(ToyFile(edited(file, "a: 1\nb: y\n")).ciphertext("a") == file.ciphertext("a"));
}

TEST_CASE("edit: keys and documents come and go", "[vault][edit]") {
  const ToyFile file = ToyFile::encrypt("a: one\n---\nb: two\n");
  CHECK(ToyFile(edited(file, "b: 1\n")).plain() == "b: 1\n");
  CHECK(ToyFile(edited(file, "a: one\n---\nb: two\n---\nc: 3\n")).plain() ==
        "a: one\n---\nb: two\n---\nc: 3\n");
  const ToyFile env = ToyFile::encrypt("A=1\nB=2\n", Format::Dotenv);
  const ToyFile env_after(edited(env, "B=2\nC=3\n"), Format::Dotenv);
  CHECK(env_after.plain() == "B=2\nC=3\n");
  CHECK(env_after.ciphertext("B") == env.ciphertext("B"));
  const ToyFile binary = ToyFile::encrypt("any bytes", Format::Binary);
  CHECK(ToyFile(edited(binary, "others"), Format::Binary).plain() == "others");
  CHECK(ToyFile(edited(file, "{}\n")).plain() == "{}\n");
}

TEST_CASE("edit: another indentation or style is the user's to choose", "[vault][edit]") {
  const ToyFile file = ToyFile::encrypt("a:\n    b: one\n");
  CHECK(ToyFile(edited(file, "  a:\n     b: one\n")).plain() == "  a:\n     b: one\n");
  CHECK(ToyFile(edited(file, "{a: {b: one}}\n")).plain() == "{a: {b: one}}\n");
  const ToyFile json = ToyFile::encrypt("{\n\t\"a\": 1\n}\n", Format::Json);
  CHECK(ToyFile(edited(json, "{\"a\": 2}"), Format::Json).plain() == "{\"a\": 2}");
}

TEST_CASE("edit: refuses what would be no document", "[vault][edit]") {
  const ToyFile file = ToyFile::encrypt("a: one\n");
  const auto code = [&](std::string_view plain) {
    return test::code_of([&] { static_cast<void>(edited(file, plain)); });
  };
  CHECK(code("") == Code::Failed);
  CHECK(code("a: [\n") == Code::Failed);
  CHECK(code("- a\n") == Code::Failed);
  CHECK(code("a: 1\nsops: {}\n") == Code::Failed);
  CHECK(code(file.text()) == Code::Refused);
}

TEST_CASE("edit: a comment that does not open is passed through", "[vault][edit]") {
  const ToyFile file(test::read_fixture("sops/neg-25-comment-with-space.yaml"));
  const ToyFile after(edited(file, file.plain()));
  CHECK(after.open().unopened_comments.size() == file.open().unopened_comments.size());
}

}  // namespace holdfast::vault
