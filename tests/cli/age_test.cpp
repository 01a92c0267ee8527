// `holdfast age` where no other program is needed to judge it.
#include "src/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/cli.h"

#include <sys/stat.h>

namespace holdfast::test {
namespace {

// A folder with an identity, a plaintext and links named as age's programs.
class Folder {
 public:
  Folder() {
    for (const char* name : {"age", "age-keygen", "age-inspect"}) {
      std::filesystem::create_symlink(HOLDFAST_BINARY, path() / name);
    }
    write_file(path() / "in", "hello", kPublic);
    recipient_ = ok({"./age-keygen", "-o", "key"}).err.substr(std::string("Public key: ").size());
    recipient_.pop_back();
  }

  [[nodiscard]] CliResult run(const std::vector<std::string>& words,
                              std::string_view input = {}) const {
    return user_.run_program(path(), words, input);
  }
  CliResult ok(const std::vector<std::string>& words, std::string_view input = {}) const {
    CliResult result = run(words, input);
    INFO(result.err);
    REQUIRE(result.code == 0);
    return result;
  }
  // With HOLDFAST_PASSPHRASE, and no terminal.
  [[nodiscard]] CliResult with_passphrase(const std::string& passphrase,
                                          std::vector<std::string> words) const {
    words.insert(words.begin(), {"env", "HOLDFAST_PASSPHRASE=" + passphrase, "setsid", "-w"});
    return run(words);
  }
  [[nodiscard]] std::string text(const std::string& name) const { return read_file(path() / name); }
  [[nodiscard]] bool has(const std::string& name) const {
    return std::filesystem::exists(path() / name);
  }
  [[nodiscard]] const Path& path() const { return user_.home(); }
  [[nodiscard]] const std::string& recipient() const { return recipient_; }

 private:
  CliUser user_;
  std::string recipient_;
};

const std::string kHoldfast = HOLDFAST_BINARY;

}  // namespace

TEST_CASE("age: one program by three names, and by its own", "[cli][age]") {
  const Folder folder;
  folder.ok({"./age", "-r", folder.recipient(), "-o", "one", "in"});
  folder.ok({kHoldfast, "age", "-r", folder.recipient(), "-o", "two", "in"});
  folder.ok({kHoldfast, "age", "encrypt", "-r", folder.recipient(), "-o", "three", "in"});
  for (const std::string name : {"one", "two", "three"}) {
    CHECK(folder.ok({"./age", "-d", "-i", "key", name}).out == "hello");
    CHECK(folder.ok({kHoldfast, "age", "decrypt", "-i", "key", name}).out == "hello");
    CHECK(folder.ok({"./age-inspect", name}).out ==
          folder.ok({kHoldfast, "age", "inspect", name}).out);
  }
  CHECK(folder.ok({kHoldfast, "age", "keygen", "-y", "key"}).out == folder.recipient() + "\n");
  CHECK(folder.ok({kHoldfast, "-j", "2", "age", "decrypt", "-i", "key", "one"}).out == "hello");
  CHECK(folder.run({"./age", "decrypt"}).code == 1);  // there it is the name of a file
}

TEST_CASE("age: a passphrase from the environment or a file, never a hang", "[cli][age]") {
  const Folder folder;
  REQUIRE(folder.with_passphrase("word", {"./age", "-p", "-o", "locked", "in"}).code == 0);
  CHECK(folder.with_passphrase("word", {"./age", "-d", "locked"}).out == "hello");
  CHECK(folder.with_passphrase("other", {"./age", "-d", "locked"}).err ==
        "age: error: incorrect passphrase\n");
  CHECK(folder.with_passphrase("", {"./age", "-d", "locked"}).code == 1);
  write_file(folder.path() / "word", "word\n", kPrivate);
  CHECK(folder.ok({"./age", "--passphrase-file", "word", "-d", "locked"}).out == "hello");
  CHECK(folder.ok({"./age", "--passphrase-file", "-", "-d", "locked"}, "word\n").out == "hello");
  const CliResult nobody = folder.run({"setsid", "-w", "./age", "-d", "locked"});
  CHECK(nobody.code == 1);
  CHECK(nobody.err.find("hint: set HOLDFAST_PASSPHRASE") != std::string::npos);
  CHECK(folder.run({"setsid", "-w", "./age", "-p", "-o", "x", "in"}).code == 1);
  CHECK_FALSE(folder.has("x"));
}

TEST_CASE("age: an encrypted identity file is opened only when it is needed", "[cli][age]") {
  const Folder folder;
  REQUIRE(folder.with_passphrase("word", {"./age", "-a", "-p", "-o", "key.age", "key"}).code == 0);
  folder.ok({"./age", "-r", folder.recipient(), "-o", "file", "in"});
  CHECK(folder.with_passphrase("word", {"./age", "-d", "-i", "key.age", "file"}).out == "hello");
  CHECK(folder.run({"setsid", "-w", "./age", "-d", "-i", "key", "-i", "key.age", "file"}).code ==
        0);
  CHECK(folder.run({"setsid", "-w", "./age", "-d", "-i", "key.age", "file"}).code == 1);
  REQUIRE(folder.with_passphrase("word", {"./age", "-e", "-i", "key.age", "-o", "f2", "in"}).code ==
          0);
  CHECK(folder.ok({"./age", "-d", "-i", "key", "f2"}).out == "hello");
}

TEST_CASE("age: no error repeats an identity", "[cli][age]") {
  const Folder folder;
  const std::string file = folder.text("key");
  const std::string identity = file.substr(file.find("AGE-SECRET-KEY-1"), 74);
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"./age", "-r", identity, "in"},
                                             {"./age", "-R", "key", "in"},
                                             {"./age", "in", "-r", identity},
                                             {"./age", "-r", identity, "-r", identity, "in"},
                                             {"./age", "-d", "-i", identity, "in"}}) {
    const CliResult result = folder.run(words);
    CHECK(result.code == 1);
    CHECK(result.err.find(identity.substr(20, 20)) == std::string::npos);
  }
}

TEST_CASE("age: a failure before the first byte leaves no output", "[cli][age]") {
  const Folder folder;
  folder.ok({"./age", "-r", folder.recipient(), "-o", "file", "in"});
  const std::string whole = folder.text("file");
  write_file(folder.path() / "old", "precious", kPublic);
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    write_file(folder.path() / "cut", std::string_view(whole).substr(0, size), kPublic);
    CHECK(folder.run({"./age", "-d", "-i", "key", "-o", "new", "cut"}).code == 1);
    CHECK_FALSE(folder.has("new"));
    CHECK(folder.run({"./age", "-d", "-i", "key", "-o", "old", "cut"}).code == 1);
    CHECK(folder.text("old") == "precious");
  }
}

TEST_CASE("age: key files are private and never overwritten", "[cli][age]") {
  const Folder folder;
  CHECK((mode_of(folder.path() / "key", kPublic) & std::filesystem::perms::all) == kPrivate);
  const std::string before = folder.text("key");
  CHECK(folder.run({"./age-keygen", "-o", "key"}).code == 1);
  CHECK(folder.text("key") == before);
  const CliResult hybrid = folder.ok({"./age-keygen", "-pq"});
  CHECK(hybrid.out.find("AGE-SECRET-KEY-PQ-1") != std::string::npos);
  CHECK(hybrid.err.find("Public key: age1pq1") != std::string::npos);
  const CliResult east = folder.ok({"env", "TZ=XYZ-05:30", "./age-keygen"});
  CHECK(east.out.substr(30, 6) == "+05:30");
}

TEST_CASE("age: HOLDFAST_JOBS is a number or an error", "[cli][age]") {
  const Folder folder;
  for (const std::string jobs : {"1", "3"}) {
    CHECK(
        folder.run({"env", "HOLDFAST_JOBS=" + jobs, "./age", "-a", "-r", folder.recipient(), "in"})
            .code == 0);
  }
  for (const std::string jobs : {"", "0", "x", "1025", "-1"}) {
    CHECK(folder.run({"env", "HOLDFAST_JOBS=" + jobs, "./age", "-r", folder.recipient(), "in"})
              .code == 1);
  }
}

}  // namespace holdfast::test
