// edit, set, unset, exec-env, exec-file and filestatus, as a shell runs them.
#include "src/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/cli.h"

#include <filesystem>

namespace holdfast::test {

namespace {

class Desk {
 public:
  Desk() : file_(user_.home() / "secret.yaml") { write(user_.home() / ".sops.yaml", rules()); }

  [[nodiscard]] std::string rules() const {
    return "creation_rules:\n- path_regex: \\.yaml$\n  age: " + user_.recipient() + "\n";
  }
  void encrypt(std::string_view plain) const {
    write(file_, plain);
    user_.ok(user_.home(), {"encrypt", "-i", file_.string()});
  }
  static void write(const Path& file, std::string_view text) { write_file(file, text, kPrivate); }

  [[nodiscard]] std::string text() const { return read_file(file_); }
  [[nodiscard]] std::string plain() const {
    return user_.ok(user_.home(), {"decrypt", file_.string()}).out;
  }
  [[nodiscard]] CliResult run(std::vector<std::string> words, std::string_view input = {}) const {
    return user_.run(user_.home(), words, input);
  }
  // With an editor that is this shell script; the file's path is "$1".
  [[nodiscard]] CliResult edit(const std::string& script,
                               const std::vector<std::string>& more = {}) const {
    const Path editor = user_.home() / "editor";
    write(editor, "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(editor, std::filesystem::perms::owner_all);
    std::vector<std::string> words{"env", "SOPS_EDITOR=" + editor.string()};
    const std::vector<std::string> program = user_.program();
    words.insert(words.end(), program.begin(), program.end());
    words.emplace_back("edit");
    words.insert(words.end(), more.begin(), more.end());
    words.push_back(file_.string());
    return user_.run_program(user_.home(), words);
  }
  [[nodiscard]] const Path& file() const { return file_; }
  [[nodiscard]] const Path& home() const { return user_.home(); }
  [[nodiscard]] const CliUser& user() const { return user_; }

 private:
  CliUser user_;
  Path file_;
};

// Where the editor saw the plaintext.
std::string noted(const Desk& desk) { return read_file(desk.home() / "seen"); }

constexpr std::string_view kNote =
    "echo \"$1\" > \"$HOME/seen\"; ls -ld \"$(dirname \"$1\")\" >> \"$HOME/seen\";";

}  // namespace

TEST_CASE("edit: writes what the editor made, and leaves no plaintext", "[cli][edit]") {
  const Desk desk;
  desk.encrypt("a: one\nb: two # why\n");
  const CliResult result = desk.edit(std::string(kNote) + "sed -i 's/one/three/' \"$1\"");
  INFO(result.err);
  REQUIRE(result.code == 0);
  CHECK(desk.plain() == "a: three\nb: two # why\n");
  const std::string seen = noted(desk);
  const Path path = seen.substr(0, seen.find('\n'));
  CHECK(path.filename() == "secret.yaml");
  CHECK(seen.find("drwx------") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(path.parent_path()));
}

TEST_CASE("edit: nothing is written when nothing changed or the editor failed", "[cli][edit]") {
  const Desk desk;
  desk.encrypt("a: one\n");
  const std::string before = desk.text();
  CHECK(desk.edit("true").code == 0);
  CHECK(desk.text() == before);
  CHECK(desk.edit(std::string(kNote) + "echo 'a: two' > \"$1\"; exit 3").code == 1);
  CHECK(desk.text() == before);
  const std::string seen = noted(desk);
  CHECK_FALSE(std::filesystem::exists(Path(seen.substr(0, seen.find('\n'))).parent_path()));
}

TEST_CASE("edit: what is no document is refused where nobody can be asked", "[cli][edit]") {
  const Desk desk;
  desk.encrypt("a: one\n");
  const std::string before = desk.text();
  const CliResult result = desk.edit("echo 'a: [hunter2' > \"$1\"");
  CHECK(result.code == 1);
  CHECK(result.err.find("hunter2") == std::string::npos);
  CHECK(desk.edit(": > \"$1\"").code == 1);
  CHECK(desk.text() == before);
}

TEST_CASE("edit: a signal leaves neither plaintext nor a half-written file", "[cli][edit]") {
  const Desk desk;
  desk.encrypt("a: one\n");
  const std::string before = desk.text();
  const CliResult result =
      desk.edit(std::string(kNote) + "echo 'a: two' > \"$1\"; kill -TERM $PPID; sleep 5");
  CHECK(result.code != 0);
  CHECK(desk.text() == before);
  const std::string seen = noted(desk);
  CHECK_FALSE(std::filesystem::exists(Path(seen.substr(0, seen.find('\n'))).parent_path()));
}

TEST_CASE("edit: a file that another wrote meanwhile is not overwritten", "[cli][edit]") {
  const Desk desk;
  desk.encrypt("a: one\n");
  const CliResult result =
      desk.edit("echo '# other' >> \"$HOME/secret.yaml\"; echo 'a: two' > \"$1\"");
  CHECK(result.code == 6);
  CHECK(desk.text().ends_with("# other\n"));
}

TEST_CASE("edit: a new file is made as its rule says", "[cli][edit]") {
  const Desk desk;
  CHECK(desk.edit("true").code == 0);
  CHECK_FALSE(std::filesystem::exists(desk.file()));
  CHECK(desk.edit("echo 'a: one' > \"$1\"").code == 0);
  CHECK(desk.plain() == "a: one\n");
  CHECK(desk.run({"edit", "nothing.txt"}).code == 1);
}

TEST_CASE("edit: a MAC that does not hold is refused before the editor sees anything",
          "[cli][edit]") {
  const Desk desk;
  Desk::write(desk.home() / ".sops.yaml", desk.rules() + "  encrypted_regex: ^b$\n");
  desk.encrypt("a: one\nb: two\n");
  std::string text = desk.text();
  text.replace(text.find("one"), 3, "ONE");
  Desk::write(desk.file(), text);
  CHECK(desk.edit(std::string(kNote)).code == 4);
  CHECK_FALSE(std::filesystem::exists(desk.home() / "seen"));
  const CliResult ignored =
      desk.edit("echo 'b: 3' >> \"$1\"; sed -i /two/d \"$1\"", {"--ignore-mac"});
  CHECK(ignored.code == 0);
  CHECK(ignored.err.find("--ignore-mac") != std::string::npos);
  CHECK(desk.plain() == "a: ONE\nb: 3\n");
}

TEST_CASE("set and unset: in place, from every source of the value", "[cli][set]") {
  const Desk desk;
  desk.encrypt("a: one\nl: [1]\n");
  const std::string file = desk.file().string();
  CHECK(desk.run({"set", file, R"(["a"])", R"("two")"}).code == 0);
  CHECK(desk.run({"set", file, R"(["l"][1])", "--value-stdin"}, "-2").code == 0);
  Desk::write(desk.home() / "value", "{\"k\": null}");
  CHECK(
      desk.run({"set", file, R"(["m"])", "--value-file", (desk.home() / "value").string()}).code ==
      0);
  CHECK(desk.plain() == "a: two\nl: [1, -2]\nm:\n    k: null\n");
  CHECK(desk.run({"unset", file, R"(["m"])"}).code == 0);
  CHECK(desk.run({"unset", file, R"(["m"])"}).code == 1);
  const std::string before = desk.text();
  CHECK(desk.run({"unset", "--idempotent", file, R"(["m"])"}).code == 0);
  CHECK(desk.run({"set", "--idempotent", file, R"(["a"])", R"("two")"}).code == 0);
  CHECK(desk.text() == before);
  CHECK(desk.run({"set", file, R"(["a"])"}).code == 2);
  CHECK(desk.run({"set", file, R"(["a"])", "1", "--value-stdin"}).code == 2);
  CHECK(desk.run({"set", file, "a", "1"}).code == 2);
  CHECK(desk.run({"--dry-run", "set", file, R"(["a"])", "1"}).code == 0);
  CHECK(desk.text() == before);
}

TEST_CASE("exec-env: the values are variables, our own secrets are not", "[cli][exec]") {
  const Desk desk;
  desk.encrypt("A: x y\nN: 1.0\nB: true\nE: null\n");
  const std::string file = desk.file().string();
  CHECK(desk.run({"exec-env", file, "echo \"$A|$N|$B|$E\""}).out == "x y|1.0|true|<nil>\n");
  CHECK(desk.run({"exec-env", file, "exit 7"}).code == 7);
  CHECK(desk.run({"exec-env", file, "kill -9 $$"}).code == 137);
  CHECK(desk.run({"exec-env", "--same-process", file, "echo $A; exit 3"}).code == 3);
  const std::string bare = desk.run({"exec-env", "--pristine", file, "env"}).out;
  CHECK(bare.find("A=x y\n") != std::string::npos);
  CHECK(bare.find("HOME=") == std::string::npos);
  std::vector<std::string> words{"env", "SOPS_AGE_KEY=s1", "HOLDFAST_PASSPHRASE=s2"};
  for (const std::string& word : desk.user().program()) words.push_back(word);
  for (const std::string& word : {std::string("exec-env"), file, std::string("env")}) {
    words.push_back(word);
  }
  const std::string all = desk.user().run_program(desk.home(), words).out;
  CHECK(all.find("A=x y\n") != std::string::npos);
  CHECK(all.find("s1") == std::string::npos);
  CHECK(all.find("s2") == std::string::npos);
}

TEST_CASE("exec-env: what cannot be a variable is refused", "[cli][exec]") {
  const Desk desk;
  for (const std::string_view plain : {"A: {b: 1}\n", "A: []\n", "A=B: 1\n", "A: \"\\0\"\n"}) {
    desk.encrypt(plain);
    const CliResult result = desk.run({"exec-env", desk.file().string(), "echo ran"});
    CHECK(result.code == 1);
    CHECK(result.out.empty());
  }
}

TEST_CASE("exec-file: through a FIFO or a file, gone afterwards", "[cli][exec]") {
  const Desk desk;
  desk.encrypt("a: one\n");
  const std::string file = desk.file().string();
  CHECK(desk.run({"exec-file", file, "cat {}"}).out == "a: one\n");
  CHECK(desk.run({"exec-file", file, "test -p {} && exit 4"}).code == 4);  // and nobody read it
  const CliResult real =
      desk.run({"exec-file", "--no-fifo", "--filename", "x/k.yaml", file, "cat {} {}; echo {}"});
  CHECK(real.out.starts_with("a: one\na: one\n/"));
  const std::string path = real.out.substr(14, real.out.size() - 15);
  CHECK(path.ends_with("/x/k.yaml"));
  CHECK_FALSE(std::filesystem::exists(Path(path).parent_path().parent_path()));
  CHECK(desk.run({"exec-file", "--output-type", "json", file, "cat {}"}).out ==
        "{\n\t\"a\": \"one\"\n}\n");
  CHECK(desk.run({"exec-file", "--filename", "../x", file, "true"}).code == 2);
  CHECK(desk.run({"exec-file", "--filename", "/x", file, "true"}).code == 2);
}

TEST_CASE("filestatus: true, false, and a claim that is not so", "[cli][filestatus]") {
  const Desk desk;
  Desk::write(desk.file(), "a: one\n");
  CHECK(desk.run({"filestatus", desk.file().string()}).out == "{\"encrypted\":false}\n");
  desk.encrypt("a: one\nb: two\n");
  CHECK(desk.run({"filestatus", desk.file().string()}).out == "{\"encrypted\":true}\n");
  std::string text = desk.text();
  const std::size_t begin = text.find("ENC[");
  text.replace(begin, text.find('\n') - begin, "hunter2");
  Desk::write(desk.file(), text);
  const CliResult result = desk.run({"filestatus", desk.file().string()});
  CHECK(result.code == 4);
  CHECK(result.out.empty());
  CHECK(result.err.find("hunter2") == std::string::npos);
}

}  // namespace holdfast::test
