// What users and attackers may put before the program: each gets a clear error with the exit code
// of the table, and nothing is half written.
#include "crypto/age/x25519.h"
#include "src/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/cli.h"
#include "tests/support/fixture.h"
#include "tests/support/toy_fleet.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

namespace holdfast::test {

namespace {

// A file encrypted to a key of its own, and the key.
class OneFile {
 public:
  OneFile() : identity_(age::X25519Identity::generate()) {
    key_ = user_.home() / "key.txt";
    write_file(key_, identity_->text().expose(), kPrivate);
  }

  [[nodiscard]] std::string encrypt(std::string_view plain,
                                    const std::string& name = "plain.yaml") const {
    const Path file = user_.home() / name;
    write_file(file, plain, kPrivate);
    return user_.ok(user_.home(), {"encrypt", "--age", identity_->recipient(), file.string()}).out;
  }

  [[nodiscard]] CliResult decrypt(std::string_view text,
                                  const std::string& name = "file.yaml") const {
    const Path file = user_.home() / name;
    write_file(file, text, kPrivate);
    return user_.run(user_.home(), {"--identity", key_.string(), "decrypt", file.string()});
  }

  [[nodiscard]] const CliUser& user() const { return user_; }

 private:
  CliUser user_;
  std::unique_ptr<age::X25519Identity> identity_;
  Path key_;
};

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

// The line that starts with `start`, without its line feed.
std::string line_of(const std::string& text, const std::string& start) {
  const std::size_t at = text.find("\n" + start);
  const std::size_t begin = text.starts_with(start) ? 0 : at + 1;
  return text.substr(begin, text.find('\n', begin) - begin);
}

// The most memory that any child process has used so far, in bytes.
std::size_t largest_child() {
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

void check_refused(const CliResult& result, int code) {
  INFO(result.err);
  CHECK(result.code == code);
  CHECK(result.out.empty());
  CHECK(result.err.starts_with("error: "));
  CHECK(result.err.find("file.") != std::string::npos);
}

}  // namespace

TEST_CASE("bad_input: the wrong key is 5, and the error says which would do", "[cli]") {
  const OneFile one;
  const std::string text = one.encrypt("a: secret\n");
  const Path file = one.user().home() / "file.yaml";
  write_file(file, text, kPrivate);
  const CliResult result = one.user().run(one.user().home(), {"decrypt", file.string()});
  check_refused(result, 5);
  CHECK(result.err.find("age1") != std::string::npos);
}

TEST_CASE("bad_input: a tampered value is 4, and its key path is named", "[cli]") {
  const OneFile one;
  const std::string text = one.encrypt("a:\n  b: secret\n");
  const std::size_t at = text.find("data:") + 5;
  std::string tampered = text;
  tampered[at] = tampered[at] == 'A' ? 'B' : 'A';
  const CliResult result = one.decrypt(tampered);
  check_refused(result, 4);
  CHECK(result.err.find("a.b") != std::string::npos);
}

TEST_CASE("bad_input: values swapped between two keys are 4", "[cli]") {
  const OneFile one;
  const std::string text = one.encrypt("a: one\nb: two\n");
  const std::string a = line_of(text, "a: ").substr(3);
  const std::string b = line_of(text, "b: ").substr(3);
  check_refused(one.decrypt(replaced(replaced(replaced(text, a, "X"), b, a), "X", b)), 4);
}

TEST_CASE("bad_input: a MAC that is off is 4, and --ignore-mac is loud", "[cli]") {
  const OneFile one;
  const std::string text = one.encrypt("list:\n  - one\n  - two\n");
  const std::string first = line_of(text, "  - ENC");
  const std::string rest = text.substr(text.find(first) + first.size() + 1);
  const std::string second = rest.substr(0, rest.find('\n'));
  const std::string swapped =
      replaced(replaced(replaced(text, first, "X"), second, first), "X", second);
  check_refused(one.decrypt(swapped), 4);
}

TEST_CASE("bad_input: truncated armor is 4", "[cli]") {
  const OneFile one;
  const std::string text = one.encrypt("a: secret\n");
  const std::size_t end = text.find("-----END AGE");
  const std::size_t line = text.rfind('\n', text.rfind('\n', end) - 1);
  check_refused(one.decrypt(text.substr(0, line) + text.substr(text.rfind('\n', end))), 4);
}

TEST_CASE("bad_input: a file without a sops block is 1", "[cli]") {
  const OneFile one;
  const CliResult result = one.decrypt("a: 1\n");
  check_refused(result, 1);
  CHECK(result.err.find("sops") != std::string::npos);
}

TEST_CASE("bad_input: text that is not UTF-8 is 1", "[cli]") {
  const OneFile one;
  check_refused(one.decrypt("a: \xff\xfe\n"), 1);
  check_refused(one.decrypt("{\"a\": \"\xff\"}", "file.json"), 1);
}

TEST_CASE("bad_input: ten thousand levels are 1, at once", "[cli]") {
  const OneFile one;
  check_refused(one.decrypt("a: " + std::string(10000, '[')), 1);
  check_refused(one.decrypt(std::string(10000, '['), "file.json"), 1);
  std::string nested;
  for (int level = 0; level < 10000; ++level) nested += "{\"a\":";
  check_refused(one.decrypt(nested, "file.json"), 1);
}

TEST_CASE("bad_input: a 50 MB file works, in at most ten times its size", "[cli][slow]") {
  const OneFile one;
  std::string plain;
  const std::string value(2000, 'v');
  for (int i = 0; plain.size() < 50'000'000; ++i)
    plain += "key" + std::to_string(i) + ": " + value + "\n";
  const std::string text = one.encrypt(plain);
  CHECK(largest_child() <= 10 * plain.size());
  const CliResult result = one.decrypt(text);
  INFO(result.err);
  CHECK(result.code == 0);
  CHECK(result.out == plain);
  CHECK(largest_child() <= 10 * plain.size());
}

TEST_CASE("bad_input: more than the limit is refused", "[cli]") {
  const OneFile one;
  const Path file = one.user().home() / "file.yaml";
  { std::ofstream(file) << "a: "; }
  std::filesystem::resize_file(file, kMaxDocument + 1);
  check_refused(one.user().run(one.user().home(), {"decrypt", file.string()}), 1);
}

TEST_CASE("bad_input: a rule that would encrypt nothing is refused with 6", "[cli]") {
  const CliUser user;
  const TempDir dir;
  dir.write(".sops.yaml",
            "creation_rules:\n  - encrypted_regex: ^(data|stringData)$\n    age: " +
                user.recipient() + "\n");
  const Path file = dir.write("values.yaml", "password: hunter2\n");
  const CliResult result = user.run(dir.path(), {"encrypt", "-i", file.string()});
  CHECK(result.code == 6);
  CHECK(read_file(file) == "password: hunter2\n");
  CHECK(result.err.find("hunter2") == std::string::npos);
}

TEST_CASE("bad_input: a clear value under a sops block that says secret is 4", "[cli]") {
  const OneFile one;
  const std::string text = one.encrypt("a: one\nb: two\n");
  const CliResult result = one.decrypt(replaced(text, line_of(text, "b: "), "b: clear"));
  check_refused(result, 4);
  CHECK(result.err.find("b:") != std::string::npos);
}

TEST_CASE("bad_input: a full disk is an error, and the file stays as it was", "[cli]") {
  if (::geteuid() != 0) {
    WARN("skipped: mounting a small tmpfs needs root");
    return;
  }
  const CliUser user;
  const TempDir dir;
  if (user.run_program(dir.path(),
                       {"mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", dir.path().string()})
          .code != 0) {
    WARN("skipped: no tmpfs can be mounted here");
    return;
  }
  const std::string plain = "a: " + std::string(40'000, 'x') + "\n";
  const Path file = dir.write("file.yaml", plain);
  const CliResult result =
      user.run(dir.path(), {"encrypt", "-i", "--age", user.recipient(), file.string()});
  const std::string after = read_file(file);
  const auto left = std::distance(std::filesystem::directory_iterator(dir.path()), {});
  CHECK(user.run_program("/", {"umount", dir.path().string()}).code == 0);
  CHECK(result.code == 1);
  CHECK(result.err.find("No space left on device") != std::string::npos);
  CHECK(after == plain);
  CHECK(left == 1);
}

TEST_CASE("bad_input: a folder that cannot be read is 1 and named", "[cli]") {
  const CliUser user;
  const TempDir dir;
  const CliResult result = user.run(dir.path(), {"decrypt", dir.path().string()});
  CHECK(result.code == 1);
  CHECK(result.err.find(dir.path().string()) != std::string::npos);
}

TEST_CASE("bad_input: a MAC broken in one file of many is named before anything is written",
          "[cli]") {
  const ToyFleet fleet;
  std::string text = fleet.repo().read(kToySecret);
  const std::size_t at = text.find("mac: ENC[AES256_GCM,data:") + 25;
  text[at] = text[at] == 'A' ? 'B' : 'A';
  fleet.repo().write(kToySecret, text);
  fleet.repo().commit("broken");
  const CliResult result = fleet.run(fleet.with_backup({"rotate", "cluster-a"}));
  CHECK(result.code == 4);
  CHECK(result.err.find(kToySecret) != std::string::npos);
  CHECK(result.err.find("--skip") != std::string::npos);
  CHECK(fleet.repo().git({"rev-list", "--count", "HEAD"}) == "2");
}

}  // namespace holdfast::test
