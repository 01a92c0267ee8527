#include "vault/operations/rewrite.h"

#include "crypto/age/x25519.h"
#include "src/base/bytes.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "vault/keyring/keyring.h"
#include "vault/operations/decrypt.h"

#include <algorithm>

namespace holdfast::vault {

namespace {

constexpr std::string_view kKey1 = "age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846";
constexpr std::string_view kKey2 = "age1tdhfy7u5vt5qpr925xle9w6zvddspav4plmp4rcjqc0wvahpna8q2k0f4n";

age::Identities key(int number) {
  return age::parse_identity_file(test::read_fixture("sops/key" + std::to_string(number) + ".txt"));
}

Document parse(std::string_view text, Format format = Format::Yaml) {
  return Document::parse(SecretText(text), format);
}

std::vector<std::string> lines(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    all.emplace_back(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
  return all;
}

// The lines of `after` without one run of lines that `before` does not have; empty if that is not
// the whole difference.
std::vector<std::string> added_lines(std::string_view before, std::string_view after) {
  const std::vector<std::string> old_lines = lines(before);
  const std::vector<std::string> new_lines = lines(after);
  const auto head =
      static_cast<std::size_t>(std::ranges::mismatch(old_lines, new_lines).in1 - old_lines.begin());
  if (new_lines.size() <= old_lines.size()) return {};
  const std::size_t count = new_lines.size() - old_lines.size();
  const auto at = [](std::size_t offset) { return static_cast<std::ptrdiff_t>(offset); };
  const bool same_tail = std::equal(old_lines.begin() + at(head),
                                    old_lines.end(),
                                    new_lines.begin() + at(head + count),
                                    new_lines.end());
  if (!same_tail) return {};
  return {new_lines.begin() + at(head), new_lines.begin() + at(head + count)};
}

struct Fixture {
  Document document;
  Keyring keyring;
  age::Identities fresh;
  std::string fresh_recipient;

  explicit Fixture(std::string_view text, Format format = Format::Yaml, int number = 1)
      : document(parse(text, format)) {
    keyring.add(key(number));
    fresh.push_back(age::X25519Identity::generate());
    fresh_recipient = fresh.front()->recipient();
  }

  [[nodiscard]] sops::DataKey data_key() const { return keyring.data_key(document.metadata()); }
  [[nodiscard]] std::vector<const age::Identity*> ours() const {
    return {keyring.identities().front().get()};
  }
  [[nodiscard]] std::vector<const age::Identity*> proofs() const { return {fresh.front().get()}; }

  // The fresh identity where it is added, else the one that opened the file, if it stays.
  [[nodiscard]] std::vector<const age::Identity*> proofs_of(const RecipientChange& change) const {
    const bool added = std::ranges::find(change.add, fresh_recipient) != change.add.end();
    if (added) return proofs();
    const bool gone =
        std::ranges::find(change.remove, ours().front()->recipient()) != change.remove.end();
    return gone ? std::vector<const age::Identity*>{} : ours();
  }
  [[nodiscard]] std::string change(const RecipientChange& change) const {
    return std::string(
        change_recipients(document, data_key(), change, ours(), proofs_of(change)).expose());
  }
  [[nodiscard]] std::string rotate(const RecipientChange& change) const {
    return std::string(
        rotate_data_key(document, data_key(), change, Time{}, proofs_of(change)).expose());
  }
};

std::string read(const std::string& name) { return test::read_fixture(Path("sops") / name); }

// The open values of a text as "type canonical".
std::vector<std::string> values(std::string_view text, Format format, const Keyring& keyring) {
  const Document document = parse(text, format);
  std::vector<std::string> all;
  const auto data_key = keyring.data_key(document.metadata());
  for (const OpenValue& value : open_document(document, data_key, MacCheck::Enforce).values) {
    all.push_back(std::string(sops::type_word(value.type)) + " " +
                  std::string(value.canonical.expose()));
  }
  return all;
}

std::string with_crlf(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') result += '\r';
    result += c;
  }
  return result;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), with);
    at += with.size();
  }
  return text;
}

const std::vector<std::string> kVectors{"01-scalars.enc.yaml",
                                        "02-arrays.enc.yaml",
                                        "03-comments.enc.yaml",
                                        "04-default-suffix.enc.yaml",
                                        "05-encrypted-regex.enc.yaml",
                                        "06-mac-only-encrypted.enc.yaml",
                                        "07-multidoc.enc.yaml",
                                        "08-json.enc.json",
                                        "09-dotenv.enc.env",
                                        "10-ini.enc.ini",
                                        "11-binary.enc.bin",
                                        "12-empty-map.enc.yaml",
                                        "13-empty-binary.enc.bin",
                                        "15-two-recipients.enc.yaml",
                                        "16-encrypted-comment-regex.enc.yaml",
                                        "17-unencrypted-comment-regex.enc.yaml",
                                        "18-anchors-merge.enc.yaml",
                                        "23-legacy-layout.enc.yaml",
                                        "26-stable.enc.yaml",
                                        "28-ini-quoted-metadata.enc.ini"};

}  // namespace

TEST_CASE("rewrite: an added recipient is one entry in its neighbour's layout", "[vault][sops]") {
  const std::string text = read("04-default-suffix.enc.yaml");
  const Fixture file(text);
  const auto added = added_lines(text, file.change({"", {file.fresh_recipient}, {}}));
  REQUIRE(added.size() == 9);
  CHECK(added[0] == "        - enc: |\n");
  CHECK(added[1] == "            -----BEGIN AGE ENCRYPTED FILE-----\n");
  CHECK(added[7] == "            -----END AGE ENCRYPTED FILE-----\n");
  CHECK(added[8] == "          recipient: " + file.fresh_recipient + "\n");
}

TEST_CASE("rewrite: an added recipient stands right after the one beside it", "[vault][sops]") {
  const std::string text = read("23-legacy-layout.enc.yaml");
  const Fixture file(text);
  const std::string after = file.change({std::string(kKey1), {file.fresh_recipient}, {}});
  const auto recipients = parse(after).metadata().recipients();
  CHECK(recipients ==
        std::vector<std::string>{std::string(kKey1), file.fresh_recipient, std::string(kKey2)});
  const auto added = added_lines(text, after);
  REQUIRE(added.size() == 9);
  CHECK(added[0] == "        - recipient: " + file.fresh_recipient + "\n");
  CHECK(added[1] == "          enc: |\n");
}

TEST_CASE("rewrite: a list at its key's own column keeps that", "[vault][sops]") {
  const std::string text =
      replaced(replaced(replaced(read("15-two-recipients.enc.yaml"), "        - ", "    - "),
                        "          recipient",
                        "      recipient"),
               "            ",
               "        ");
  const Fixture file(text);
  const auto added = added_lines(text, file.change({"", {file.fresh_recipient}, {}}));
  REQUIRE(added.size() == 9);
  CHECK(added[0] == "    - enc: |\n");
  CHECK(added[1] == "        -----BEGIN AGE ENCRYPTED FILE-----\n");
  CHECK(added[8] == "      recipient: " + file.fresh_recipient + "\n");
}

TEST_CASE("rewrite: added and removed again is the very same text", "[vault][sops]") {
  for (const std::string& name : kVectors) {
    DYNAMIC_SECTION(name) {
      const std::string text = read(name);
      const Fixture file(text, format_of(name));
      const std::string more = file.change({"", {file.fresh_recipient}, {}});
      CHECK(more.size() > text.size());
      const Fixture again(more, format_of(name));
      CHECK(again.change({"", {}, {file.fresh_recipient}}) == text);
    }
  }
}

TEST_CASE("rewrite: CR LF files keep their line ends", "[vault][sops]") {
  const std::string text = with_crlf(read("15-two-recipients.enc.yaml"));
  const Fixture file(text);
  const std::string after = file.change({std::string(kKey1), {file.fresh_recipient}, {}});
  CHECK(added_lines(text, after).size() == 9);
  CHECK(with_crlf(replaced(after, "\r\n", "\n")) == after);
  const std::string rotated = file.rotate({});
  CHECK(with_crlf(replaced(rotated, "\r\n", "\n")) == rotated);
}

TEST_CASE("rewrite: every document's sops block is changed alike", "[vault][sops]") {
  const Fixture file(read("07-multidoc.enc.yaml"));
  const Document after = parse(file.change({"", {file.fresh_recipient}, {std::string(kKey1)}}));
  REQUIRE(after.metadata().all_nodes.size() > 1);
  for (const NodeId node : after.metadata().all_nodes) {
    CHECK(read_block(after.tree(), node).recipients() ==
          std::vector<std::string>{file.fresh_recipient});
  }
}

TEST_CASE("rewrite: JSON keeps its layout, indented and minified", "[vault][sops]") {
  const std::string text = read("08-json.enc.json");
  std::string minified = replaced(replaced(text, "\t", ""), "\n", "");
  minified = replaced(minified, "\": ", "\":");
  for (const std::string& layout : {text, minified}) {
    const Fixture file(layout, Format::Json);
    const std::string more = file.change({"", {file.fresh_recipient}, {}});
    const std::string less = Fixture(more, Format::Json).change({"", {}, {std::string(kKey1)}});
    CHECK(less.size() == layout.size());
    CHECK(std::ranges::count(less, '\t') == std::ranges::count(layout, '\t'));
    CHECK(std::ranges::count(less, ' ') == std::ranges::count(layout, ' '));
  }
}

TEST_CASE("rewrite: a sops block in flow style stays one", "[vault][sops]") {
  std::string text = read("08-json.enc.json");
  const std::size_t block = text.find("\"sops\": ");
  text = "a: ENC\n" + text.substr(block, text.rfind('}') - block);
  // The block of another file: only the recipients are looked at here.
  const Document document = parse(replaced(text, "a: ENC\n", ""));
  Keyring keyring;
  keyring.add(key(1));
  const auto data_key = keyring.data_key(document.metadata());
  const SecretText after = change_recipients(
      document, data_key, {"", {std::string(kKey2)}, {}}, {}, {key(2).front().get()});
  CHECK(parse(after.expose()).metadata().lists(kKey2));
}

TEST_CASE("rewrite: foreign entries stay byte for byte", "[vault][sops]") {
  const std::string text = read("22-foreign-master-keys.enc.yaml");
  const Fixture file(text);
  const std::string after = file.change({"", {file.fresh_recipient}, {}});
  CHECK(added_lines(text, after).size() == 9);
}

TEST_CASE("rewrite: a foreign entry refuses a new data key, by name", "[vault][sops]") {
  const Fixture file(read("22-foreign-master-keys.enc.yaml"));
  const Error error = test::error_of([&] { static_cast<void>(file.rotate({})); });
  CHECK(error.code() == Code::Refused);
  CHECK(std::string(error.what()).find("kms key arn:aws:kms") != std::string::npos);
}

TEST_CASE("rewrite: a new data key changes every ciphertext and no value", "[vault][sops]") {
  for (const std::string& name : kVectors) {
    DYNAMIC_SECTION(name) {
      const std::string text = read(name);
      const Format format = format_of(name);
      const Fixture file(text, format);
      const std::string after = file.rotate({"", {file.fresh_recipient}, {}});
      CHECK(values(after, format, file.keyring) == values(text, format, file.keyring));
      const Document document = parse(after, format);
      const auto new_key = file.keyring.data_key(document.metadata());
      CHECK_FALSE(equal_constant_time(new_key.expose(), file.data_key().expose()));
      CHECK(document.metadata().lastmodified == "1970-01-01T00:00:00Z");
      for (const std::string& line : lines(text)) {
        if (line.find("ENC[") != std::string::npos) CHECK(after.find(line) == std::string::npos);
      }
    }
  }
}

TEST_CASE("rewrite: a removed recipient cannot open the new data key", "[vault][sops]") {
  const Fixture file(read("15-two-recipients.enc.yaml"));
  const std::string after =
      file.rotate({std::string(kKey1), {file.fresh_recipient}, {std::string(kKey1)}});
  Keyring old;
  old.add(key(1));
  CHECK_FALSE(old.try_data_key(parse(after).metadata()));
  CHECK(parse(after).metadata().recipients() ==
        std::vector<std::string>{file.fresh_recipient, std::string(kKey2)});
}

TEST_CASE("rewrite: quotes and block styles around ciphertexts stay", "[vault][sops]") {
  std::string text = read("02-arrays.enc.yaml");
  const std::size_t first = text.find("ENC[");
  text.insert(text.find(']', first) + 1, "'");
  text.insert(first, "'");
  const std::size_t second = text.find("ENC[", text.find('\n', first));
  text.insert(second, ">-\n              ");
  const std::string after = Fixture(text).rotate({});
  CHECK(after.substr(first, 5) == "'ENC[");
  CHECK(after.substr(second, 21) == ">-\n              ENC[");
  CHECK(std::ranges::count(after, '\n') == std::ranges::count(text, '\n'));
}

TEST_CASE("rewrite: the last recipient of a group cannot be removed", "[vault][sops]") {
  const Fixture file(read("04-default-suffix.enc.yaml"));
  CHECK(test::code_of([&] {
          static_cast<void>(file.change({"", {}, {std::string(kKey1)}}));
        }) == Code::Refused);
}

TEST_CASE("rewrite: no change is refused", "[vault][sops]") {
  const Fixture file(read("04-default-suffix.enc.yaml"));
  CHECK(test::code_of([&] {
          static_cast<void>(file.change({"", {std::string(kKey1)}, {}}));
        }) == Code::Refused);
}

TEST_CASE("rewrite: a proof that does not open the new text stops it", "[vault][sops]") {
  const Fixture file(read("04-default-suffix.enc.yaml"));
  const auto change = [&] {
    static_cast<void>(change_recipients(file.document,
                                        file.data_key(),
                                        {"", {std::string(kKey2)}, {}},
                                        file.ours(),
                                        file.proofs()));
  };
  CHECK(test::code_of(change) == Code::Integrity);
}

TEST_CASE("rewrite: a key that is not the file's is found out", "[vault][sops]") {
  const Fixture file(read("15-two-recipients.enc.yaml"));
  const auto change = [&] {
    static_cast<void>(change_recipients(file.document,
                                        sops::generate_data_key(),
                                        {"", {file.fresh_recipient}, {}},
                                        file.ours(),
                                        file.ours()));
  };
  CHECK(test::code_of(change) == Code::Integrity);
}

TEST_CASE("rewrite: a comment that does not open refuses a new data key", "[vault][sops]") {
  const Fixture file(read("neg-25-comment-with-space.yaml"));
  const Error error = test::error_of([&] { static_cast<void>(file.rotate({})); });
  CHECK(error.code() == Code::Refused);
  CHECK(std::string(error.what()).find("line 1") != std::string::npos);
}

TEST_CASE("rewrite: with key groups each group keeps its share", "[vault][sops]") {
  const std::string text = read("14-key-groups-2of3.enc.yaml");
  Keyring all;
  for (const int number : {1, 2, 3}) all.add(key(number));
  const Document document = parse(text);
  const auto data_key = all.data_key(document.metadata());
  const auto fresh = age::X25519Identity::generate();
  std::vector<const age::Identity*> ours;
  for (const auto& identity : all.identities()) ours.push_back(identity.get());

  const SecretText more = change_recipients(
      document, data_key, {std::string(kKey2), {fresh->recipient()}, {}}, ours, {fresh.get()});
  CHECK(added_lines(text, more.expose()).size() == 9);
  Keyring pair;
  pair.add(age::X25519Identity::generate());
  CHECK_FALSE(pair.try_data_key(parse(more.expose()).metadata()));
  pair.add(key(3));
  CHECK_FALSE(pair.try_data_key(parse(more.expose()).metadata()));
  pair.add(key(2));
  CHECK(pair.try_data_key(parse(more.expose()).metadata()));
}

TEST_CASE("rewrite: with key groups a new data key is shared anew", "[vault][sops]") {
  const std::string text = read("14-key-groups-2of3.enc.yaml");
  Keyring two;
  for (const int number : {2, 3}) two.add(key(number));
  const Document document = parse(text);
  std::vector<const age::Identity*> ours;
  for (const auto& identity : two.identities()) ours.push_back(identity.get());
  const SecretText after =
      rotate_data_key(document, two.data_key(document.metadata()), {}, Time{}, ours);
  CHECK(values(after.expose(), Format::Yaml, two) == values(text, Format::Yaml, two));
  Keyring one;
  one.add(key(2));
  CHECK_FALSE(one.try_data_key(parse(after.expose()).metadata()));
}

TEST_CASE("rewrite: a group that cannot be opened is not changed", "[vault][sops]") {
  const Document document = parse(read("14-key-groups-2of3.enc.yaml"));
  Keyring all;
  for (const int number : {1, 2, 3}) all.add(key(number));
  const auto change = [&] {
    static_cast<void>(
        change_recipients(document,
                          all.data_key(document.metadata()),
                          {std::string(kKey2), {age::X25519Identity::generate()->recipient()}, {}},
                          {},
                          {}));
  };
  CHECK(test::code_of(change) == Code::Refused);
}

TEST_CASE("rewrite: clear values under a selection are found by path", "[vault][sops]") {
  CHECK(clear_values(parse(read("neg-09-plain-in-encrypted-place.yaml"))).size() == 1);
  CHECK(clear_values(parse(read("04-default-suffix.enc.yaml"))).empty());
  CHECK_FALSE(encrypts_nothing(parse(read("04-default-suffix.enc.yaml"))));
  CHECK_FALSE(encrypts_nothing(parse(read("12-empty-map.enc.yaml"))));
  std::string text = read("04-default-suffix.enc.yaml");
  text = "a: 1\n" + text.substr(text.find("sops:"));
  CHECK(encrypts_nothing(parse(text)));
}

}  // namespace holdfast::vault
