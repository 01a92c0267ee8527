// encrypt and decrypt with every format that a name or an option says.
#include "src/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/cli.h"

namespace holdfast::test {

namespace {

class Folder {
 public:
  [[nodiscard]] Path write(const std::string& name, std::string_view text) const {
    return dir_.write(name, text);
  }
  [[nodiscard]] CliResult run(std::vector<std::string> words) const {
    if (words.front() == "encrypt") words.insert(words.end(), {"--age", user_.recipient()});
    return user_.run(dir_.path(), words);
  }
  [[nodiscard]] std::string ok(const std::vector<std::string>& words) const {
    const CliResult result = run(words);
    INFO(result.err);
    CHECK(result.code == 0);
    return result.out;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    return read_file(dir_.path() / name);
  }

 private:
  CliUser user_;
  TempDir dir_;
};

}  // namespace

TEST_CASE("formats: a file's name says what it is, and it comes back as it was", "[cli]") {
  const std::vector<std::pair<std::string, std::string>> files{
      {".env", "# c\nexport A=\"1\"\n\nB=2"},
      {"app.env", "A=1\r\n"},
      {"app.ini", "; c\n\n[s]\n  a = \"1\" ; d\n"},
      {"key.p12", std::string("\x00\xFF\x01{", 4)},
      {"Makefile", "all:\n\ttrue\n"}};
  const Folder folder;
  for (const auto& [name, text] : files) {
    DYNAMIC_SECTION(name) {
      static_cast<void>(folder.write(name, text));
      CHECK(folder.ok({"encrypt", "-i", name}).empty());
      CHECK(folder.read(name) != text);
      CHECK(folder.run({"encrypt", "-i", name}).code == 6);
      CHECK(folder.ok({"decrypt", name}) == text);
      CHECK(folder.ok({"decrypt", "-i", name}).empty());
      CHECK(folder.read(name) == text);
    }
  }
}

TEST_CASE("formats: a file of any other name becomes JSON with its bytes", "[cli]") {
  const Folder folder;
  static_cast<void>(folder.write("notes", "a: 1\n"));
  CHECK(folder.ok({"encrypt", "notes"}).starts_with("{\n\t\"data\": \"ENC[AES256_GCM,"));
  const CliResult result = folder.run({"encrypt", "--encrypted-regex", "x", "notes"});
  CHECK(result.code == 0);
  CHECK(result.err.find("as a whole") != std::string::npos);
}

TEST_CASE("formats: options say what goes in and what comes out", "[cli]") {
  const Folder folder;
  static_cast<void>(folder.write("settings", "A=1\n#c\nB=x\\ny\n"));
  const std::string text = folder.ok({"encrypt", "--input-type", "dotenv", "settings"});
  CHECK(text.starts_with("A=ENC["));
  static_cast<void>(folder.write("app.env", text));
  CHECK(folder.ok({"decrypt", "app.env", "--output-type", "json"}) ==
        "{\n\t\"A\": \"1\",\n\t\"B\": \"x\\ny\"\n}\n");
  CHECK(folder.ok({"decrypt", "app.env", "--extract", "[\"B\"]"}) == "x\ny");
  CHECK(folder.run({"decrypt", "app.env", "--output-type", "ini"}).code == 1);
  CHECK(folder.run({"decrypt", "app.env", "--output-type", "env"}).code == 2);

  static_cast<void>(folder.write("plain.yaml", "a: 1\nb: true\n"));
  const std::string dotenv = folder.ok({"encrypt", "--output-type", "dotenv", "plain.yaml"});
  CHECK(dotenv.find("\nb=ENC[") != std::string::npos);
  static_cast<void>(folder.write("made.env", dotenv));
  CHECK(folder.ok({"decrypt", "made.env"}) == "a=1\nb=true\n");
}

}  // namespace holdfast::test
