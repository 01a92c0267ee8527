// dotenv, INI and binary through all operations.

#include "crypto/age/x25519.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "vault/keyring/keyring.h"
#include "vault/operations/decrypt.h"
#include "vault/operations/emit.h"
#include "vault/operations/encrypt.h"
#include "vault/operations/rewrite.h"

#include <algorithm>
#include <set>

namespace holdfast::vault {

namespace {

constexpr std::string_view kKey1 = "age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846";
constexpr std::string_view kKey2 = "age1tdhfy7u5vt5qpr925xle9w6zvddspav4plmp4rcjqc0wvahpna8q2k0f4n";

Keyring keyring(const std::vector<int>& numbers) {
  Keyring ours;
  for (const int number : numbers) {
    ours.add(
        age::parse_identity_file(test::read_fixture("sops/key" + std::to_string(number) + ".txt")));
  }
  return ours;
}

std::string read(const std::string& name) { return test::read_fixture(Path("sops") / name); }

Document parse(std::string_view text, Format format) {
  return Document::parse(SecretText(text), format);
}

std::string encrypted(std::string_view text, Format format, const Selection& selection = {}) {
  const EncryptionPlan plan{
      .groups = {{std::string(kKey1)}}, .shamir_threshold = 0, .selection = selection};
  return std::string(encrypt_document(parse(text, format), plan, Time{}).text.expose());
}

OpenDocument open(const Document& document, const std::vector<int>& numbers = {1}) {
  return open_document(document, keyring(numbers).data_key(document.metadata()), MacCheck::Enforce);
}

std::string decrypted(std::string_view text, Format format, const std::vector<int>& numbers = {1}) {
  const Document document = parse(text, format);
  return std::string(plain_text(document, open(document, numbers)).expose());
}

std::string converted(std::string_view text, Format format, Format output) {
  const Document document = parse(text, format);
  return std::string(emit_document(document, open(document), output).expose());
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

// The starts of the lines of `after` that `before` does not have.
std::vector<std::string> new_lines(const std::string& before, const std::string& after) {
  const std::vector<std::string> old = lines(before);
  std::vector<std::string> found;
  for (const std::string& line : lines(after)) {
    if (std::ranges::find(old, line) != old.end()) continue;
    found.push_back(line.substr(0, line.find_first_of(" =")));
  }
  return found;
}

using Texts = std::vector<std::string>;

const Texts kPairs{"09-dotenv",
                   "10-ini",
                   "11-binary",
                   "13-empty-binary",
                   "24-key-groups-dotenv",
                   "25-key-groups-ini",
                   "28-ini-quoted-metadata"};

std::string file_of(const std::string& vector, const std::string& kind) {
  const bool dotenv = vector.find("dotenv") != std::string::npos;
  const bool binary = vector.find("binary") != std::string::npos;
  return vector + "." + kind + (dotenv ? ".env" : binary ? ".bin" : ".ini");
}

}  // namespace

TEST_CASE("flat formats: what sops encrypted decrypts to what sops decrypts", "[vault][flat]") {
  for (const std::string& vector : kPairs) {
    DYNAMIC_SECTION(vector) {
      const std::string name = file_of(vector, "enc");
      const std::string plain = read(file_of(vector, "dec"));
      CHECK(decrypted(read(name), format_of(name), {1, 2}) == plain);
    }
  }
}

TEST_CASE("flat formats: an added recipient is two lines like its neighbour's", "[vault][flat]") {
  const auto fresh = age::X25519Identity::generate();
  for (const std::string vector : {"09-dotenv", "10-ini", "28-ini-quoted-metadata"}) {
    DYNAMIC_SECTION(vector) {
      const std::string name = file_of(vector, "enc");
      const std::string text = read(name);
      const Document document = parse(text, format_of(name));
      const auto key = keyring({1}).data_key(document.metadata());
      const std::string more(
          change_recipients(document, key, {"", {fresh->recipient()}, {}}, {}, {fresh.get()})
              .expose());
      const std::string prefix = name.ends_with(".env") ? "sops_" : "";
      Texts added = new_lines(text, more);
      REQUIRE(added.size() >= 2);
      CHECK(added.front() == prefix + "age__list_1__map_enc");
      CHECK(added.back() == prefix + "age__list_1__map_recipient");
      CHECK((added.size() > 2) == (vector == std::string("28-ini-quoted-metadata")));
    }
  }
}

TEST_CASE("flat formats: entries behind a removed one are numbered anew", "[vault][flat]") {
  const auto fresh = age::X25519Identity::generate();
  for (const std::string vector : {"09-dotenv", "10-ini"}) {
    DYNAMIC_SECTION(vector) {
      const Format format = format_of(file_of(vector, "enc"));
      const Document document = parse(read(file_of(vector, "enc")), format);
      const auto key = keyring({1}).data_key(document.metadata());
      const std::string two(
          change_recipients(document, key, {"", {std::string(kKey2)}, {}}, {}, {}).expose());
      const Document both = parse(two, format);
      const std::string three(
          change_recipients(
              both, key, {std::string(kKey1), {fresh->recipient()}, {}}, {}, {fresh.get()})
              .expose());
      CHECK(parse(three, format).metadata().recipients() ==
            Texts{std::string(kKey1), std::string(kKey2), fresh->recipient()});
      CHECK(three.find("age__list_2__map_recipient") != std::string::npos);
      CHECK(lines(three).size() == lines(two).size() + 2);
      const std::string less(
          change_recipients(parse(three, format), key, {"", {}, {fresh->recipient()}}, {}, {})
              .expose());
      CHECK(less == two);
      const std::string second(
          change_recipients(both, key, {"", {}, {std::string(kKey1)}}, {}, {}).expose());
      CHECK(parse(second, format).metadata().recipients() == Texts{std::string(kKey2)});
      CHECK(decrypted(second, format, {2}) == read(file_of(vector, "dec")));
    }
  }
}

TEST_CASE("flat formats: a new data key changes ciphertexts alone", "[vault][flat]") {
  for (const std::string& vector : kPairs) {
    DYNAMIC_SECTION(vector) {
      const std::string name = file_of(vector, "enc");
      const std::string text = read(name);
      const Keyring ring = keyring({1, 2});
      const Document document = parse(text, format_of(name));
      const std::string after(rotate_data_key(document,
                                              ring.data_key(document.metadata()),
                                              {},
                                              Time{},
                                              {ring.identities().front().get()})
                                  .expose());
      CHECK(decrypted(after, format_of(name), {1, 2}) == read(file_of(vector, "dec")));
      CHECK(lines(after).size() == lines(text).size());
      const auto clear = [](const std::string& line) {
        const bool wrapped = line.find(' ') == std::string::npos && line.size() > 30;
        return line.find("ENC[") == std::string::npos && line.find("enc") == std::string::npos &&
               line.find("lastmodified") == std::string::npos && !wrapped;
      };
      Texts kept;
      Texts still;
      std::ranges::copy_if(lines(text), std::back_inserter(kept), clear);
      std::ranges::copy_if(lines(after), std::back_inserter(still), clear);
      CHECK(kept == still);
    }
  }
}

TEST_CASE("flat formats: CR LF stays in INI, and in dotenv goes with the value", "[vault][flat]") {
  const std::string ini = encrypted("[s]\r\na = 1\r\n", Format::Ini);
  CHECK(std::ranges::count(ini, '\r') == std::ranges::count(ini, '\n'));
  CHECK(decrypted(ini, Format::Ini) == "[s]\r\na = 1\r\n");
  const std::string dotenv = encrypted("A=1\r\nB_unencrypted=2\r\n", Format::Dotenv);
  CHECK(std::ranges::count(dotenv, '\r') == 1);
  CHECK(decrypted(dotenv, Format::Dotenv) == "A=1\r\nB_unencrypted=2\r\n");
}

TEST_CASE("flat formats: empty and unended texts come back", "[vault][flat]") {
  for (const Format format : {Format::Dotenv, Format::Ini, Format::Binary}) {
    for (const std::string text : {"", "\n", "\n\n"}) {
      CHECK(decrypted(encrypted(text, format), format) == text);
    }
  }
  CHECK(decrypted(encrypted("B=1\nA_unencrypted=1\r", Format::Dotenv), Format::Dotenv) ==
        "B=1\nA_unencrypted=1\r");
  CHECK(encrypted("A=1", Format::Dotenv).ends_with("sops_version=3.13.3"));
  CHECK(encrypted("[s]\na=1", Format::Ini).ends_with("= 3.13.3"));
  CHECK(encrypted("[s]\na=1\n", Format::Ini).find("\n\n[sops]\nage__list_0") != std::string::npos);
}

TEST_CASE("flat formats: any bytes are a binary file", "[vault][flat]") {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes += static_cast<char>(i * 7);
  const std::string text = encrypted(bytes, Format::Binary);
  CHECK(text.starts_with("{\n\t\"data\": \"ENC[AES256_GCM,"));
  CHECK(text.find("unencrypted_suffix") == std::string::npos);
  CHECK(decrypted(text, Format::Binary) == bytes);
  const Selection nothing{.kind = SelectionKind::EncryptedRegex, .pattern = "^nothing$"};
  CHECK(decrypted(encrypted("x", Format::Binary, nothing), Format::Binary) == "x");
  CHECK(test::code_of([&] { encrypted(text, Format::Binary); }) == Code::Refused);
  CHECK(test::code_of([&] { decrypted(encrypted("{\"a\":1}", Format::Json), Format::Binary); }) ==
        Code::Failed);
}

TEST_CASE("flat formats: what is encrypted counts as that", "[vault][flat]") {
  for (const std::string vector : {"09-dotenv", "10-ini"}) {
    const std::string name = file_of(vector, "enc");
    CHECK(test::code_of([&] { encrypted(read(name), format_of(name)); }) == Code::Refused);
  }
}

TEST_CASE("flat formats: nothing secret stays beside a ciphertext", "[vault][flat]") {
  const std::string text = encrypted(
      "; secret 1\n[s] ; secret 2\n; secret 3\n\n; secret 4\na = `secret 5` ; secret 6\n"
      "b = secret \\\n secret 7\nc = \"\"\"secret\nsecret 8\"\"\" # secret 9\n; secret 10",
      Format::Ini);
  CHECK(text.find("secret") == std::string::npos);
  CHECK(encrypted("#secret\nA=secret\n#secret", Format::Dotenv).find("secret") ==
        std::string::npos);
}

TEST_CASE("flat formats: comments beside a header or below another move above", "[vault][flat]") {
  const std::string back = decrypted(
      encrypted("[s] ; one\n; two\n  a = 1 ; three\nb = 2 ; four\n", Format::Ini), Format::Ini);
  CHECK(back == "; one\n[s]\n; two\n; three\n  a = 1\nb = 2 ; four\n");
}

TEST_CASE("flat formats: a comment is not lifted off a backslash", "[vault][flat]") {
  const std::string text = "; c\na = C:\\dir\\#d\nb = 1\n";
  const std::string back = decrypted(encrypted(text, Format::Ini), Format::Ini);
  CHECK(decrypted(encrypted("\xEF\xBB\xBF[s];d\na=1\n", Format::Ini), Format::Ini) ==
        "\xEF\xBB\xBF;d\n[s]\na=1\n");
  CHECK(decrypted(encrypted("[s]\\;d\na=1\n", Format::Ini), Format::Ini) == ";d\n[s]\\\na=1\n");
  CHECK(back == "; c\na = \"C:\\dir\\\"#d\nb = 1\n");
}

TEST_CASE("flat formats: every change of a ciphertext is found", "[vault][flat]") {
  for (const std::string vector : {"09-dotenv", "10-ini", "11-binary"}) {
    DYNAMIC_SECTION(vector) {
      const std::string name = file_of(vector, "enc");
      const std::string text = read(name);
      for (std::size_t at = text.find("ENC["); at != std::string::npos;
           at = text.find("ENC[", at + 1)) {
        if (text.find("type:comment", at) < text.find('\n', at)) continue;
        std::string other = text;
        char& byte = other[text.find("data:", at) + 5];
        byte = byte == 'A' ? 'B' : 'A';
        CHECK(test::code_of([&] { decrypted(other, format_of(name)); }) == Code::Integrity);
      }
    }
  }
}

TEST_CASE("flat formats: moved, renamed and added values are found", "[vault][flat]") {
  std::string text = read("09-dotenv.enc.env");
  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string other = text;
    other.replace(other.find(from), from.size(), to);
    return test::code_of([&] { decrypted(other, Format::Dotenv); });
  };
  CHECK(changed("\nA=", "\nZ=") == Code::Integrity);
  CHECK(changed("G_unencrypted=plain", "G_unencrypted=other") == Code::Integrity);
  CHECK(changed("G_unencrypted=plain", "G_unencrypted=plain\nH_unencrypted=x") == Code::Integrity);
  CHECK(changed("\nA=", "\nY=clear\nA=") == Code::Integrity);
  CHECK(changed("sops_mac=", "sops_macs=") == Code::Integrity);
  text = read("10-ini.enc.ini");
  const auto moved = [&](std::string_view from, std::string_view to) {
    std::string other = text;
    other.replace(other.find(from), from.size(), to);
    return test::code_of([&] { decrypted(other, Format::Ini); });
  };
  CHECK(moved("[sec.sub]", "[sec.other]") == Code::Integrity);
  CHECK(moved("[sec]", "[sec2]") == Code::Integrity);
  CHECK(moved("z = 2", "z = 3") == Code::Integrity);
}

TEST_CASE("flat formats: a truncated file is never taken for whole", "[vault][flat]") {
  for (const std::string vector : {"09-dotenv", "10-ini", "11-binary"}) {
    const std::string name = file_of(vector, "enc");
    const std::string text = read(name);
    const std::string whole = decrypted(text, format_of(name));
    const Keyring ring = keyring({1});
    for (std::size_t size = 0; size + 1 < text.size(); ++size) {
      try {
        const Document document = parse(text.substr(0, size), format_of(name));
        if (!document.is_encrypted()) continue;
        const auto key = ring.data_key(document.metadata());
        const OpenDocument values = open_document(document, key, MacCheck::Enforce);
        CHECK(plain_text(document, values).expose() == whole);
      } catch (const Error&) {
        continue;
      }
    }
  }
}

TEST_CASE("flat formats: with key groups each group keeps its share", "[vault][flat]") {
  for (const std::string vector : {"24-key-groups-dotenv", "25-key-groups-ini"}) {
    DYNAMIC_SECTION(vector) {
      const std::string name = file_of(vector, "enc");
      const Format format = format_of(name);
      const Document document = parse(read(name), format);
      const Keyring ring = keyring({1, 2});
      std::vector<const age::Identity*> ours;
      for (const auto& identity : ring.identities()) ours.push_back(identity.get());
      const auto fresh = age::X25519Identity::generate();
      const std::string more(change_recipients(document,
                                               ring.data_key(document.metadata()),
                                               {std::string(kKey2), {fresh->recipient()}, {}},
                                               ours,
                                               {fresh.get()})
                                 .expose());
      const Metadata metadata = parse(more, format).metadata();
      REQUIRE(metadata.groups.size() == 2);
      CHECK(metadata.groups[1].age.size() == 3);
      CHECK(metadata.groups[1].age[2].recipient == fresh->recipient());
      CHECK(decrypted(more, format, {1, 3}) == read(file_of(vector, "dec")));
    }
  }
}

TEST_CASE("flat formats: every format is printed from every other that can", "[vault][flat]") {
  const std::string dotenv = encrypted("#c\nA=1\nB=x\\ny\n", Format::Dotenv);
  CHECK(converted(dotenv, Format::Dotenv, Format::Yaml) == "#c\nA: \"1\"\nB: |-\n    x\n    y\n");
  CHECK(converted(dotenv, Format::Dotenv, Format::Json) ==
        "{\n\t\"A\": \"1\",\n\t\"B\": \"x\\ny\"\n}\n");
  CHECK(test::code_of([&] { converted(dotenv, Format::Dotenv, Format::Ini); }) == Code::Failed);
  CHECK(test::code_of([&] { converted(dotenv, Format::Dotenv, Format::Binary); }) == Code::Failed);
  const std::string ini = encrypted("; top\n\n; sec\n[s]\na = 1\n", Format::Ini);
  CHECK(converted(ini, Format::Ini, Format::Json) ==
        "{\n\t\"DEFAULT\": {},\n\t\"s\": {\n\t\t\"a\": \"1\"\n\t}\n}\n");
  const std::string yaml = encrypted(
      "s:\n  # c\n  x: 1.0\n  yy: true\n  z: null\n  s: \"a;b\"\n  q: \" q \"\n", Format::Yaml);
  CHECK(converted(yaml, Format::Yaml, Format::Ini) ==
        "[s]\n;  c\nx  = 1.0\nyy = true\nz  = \ns  = `a;b`\nq  = \" q \"\n");
  const std::string flat =
      encrypted("# c\nx: 1.0\ny: true\nz: null\nf: 1e100\nl: \"x\\ny\"\n", Format::Yaml);
  CHECK(converted(flat, Format::Yaml, Format::Dotenv) ==
        "# c\nx=1.0\ny=true\nz=\nf=1E+100\nl=x\\ny\n");
  const std::string binary = encrypted("hi\n", Format::Binary);
  CHECK(converted(binary, Format::Binary, Format::Json) == "{\n\t\"data\": \"hi\\n\"\n}\n");
  CHECK(converted(binary, Format::Binary, Format::Dotenv) == "data=hi\\n\n");
}

TEST_CASE("flat formats: keys that a format would misread are refused", "[vault][flat]") {
  const auto dotenv = [](std::string_view yaml) {
    return test::code_of(
        [&] { converted(encrypted(yaml, Format::Yaml), Format::Yaml, Format::Dotenv); });
  };
  CHECK(dotenv("\"a=b\": 1\n") == Code::Failed);
  CHECK(dotenv("\"#a\": 1\n") == Code::Failed);
  CHECK(dotenv("\"a\\nb\": 1\n") == Code::Failed);
  CHECK(dotenv("sops_a: 1\n") == Code::Failed);
  CHECK(dotenv("a: [1]\n") == Code::Failed);
}

TEST_CASE("flat formats: one value is extracted by its path", "[vault][flat]") {
  const Document document = parse(read("10-ini.enc.ini"), Format::Ini);
  const OpenDocument values = open(document);
  CHECK(extract_value(document, values, R"(["sec"]["b"])", Format::Ini).expose() == "quoted");
  CHECK(test::code_of([&] {
          static_cast<void>(extract_value(document, values, R"(["sec"])", Format::Ini));
        }) == Code::Failed);
}

TEST_CASE("flat formats: a plain document is converted before it is encrypted", "[vault][flat]") {
  const Document yaml = parse("a: 1\nb: true\nc: null\n", Format::Yaml);
  CHECK(convert_plain(yaml, Format::Dotenv).text() == "a=1\nb=true\nc=\n");
  const Document bytes = parse("hi", Format::Binary);
  CHECK(convert_plain(bytes, Format::Json).text() == "{\n\t\"data\": \"hi\"\n}\n");
}

}  // namespace holdfast::vault
