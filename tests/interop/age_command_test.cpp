// age's command line beside the real age: the same words to both.
#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/cli.h"
#include "tests/support/peer_program.h"

#include <regex>

namespace holdfast::test {
namespace {

// One command line, its first word "age", "age-keygen" or "age-inspect"; $R and $P are recipients.
struct Line {
  const char* words;
  int code;
  const char* says;  // a pattern that both programs' stderr must have
};

const std::vector<Line> kLines{
    {"age -x", 2, "flag provided but not defined: -x\nUsage:"},
    {"age -v", 2, "flag provided but not defined: -v"},
    {"age -o", 2, "flag needs an argument: -o"},
    {"age -r", 2, "flag needs an argument: -r"},
    {"age -a=maybe -r $R in", 2, "invalid boolean value \"maybe\" for -a: parse error"},
    {"age ---r in", 2, "bad flag syntax: ---r"},
    {"age -=x in", 2, "bad flag syntax: -=x"},
    {"age -ar $R in", 2, "not defined: -ar"},
    {"age", 1, "Usage:"},
    {"age --", 1, "missing recipients"},
    {"age -", 1, "missing recipients"},
    {"age in", 1, "missing recipients\nage: hint: did you forget to specify -r/--recipient"},
    {"age -e in", 1, "missing recipients"},
    {"age -p=false in", 1, "missing recipients"},
    {"age --version", 0, "^$"},
    {"age -d -version a b", 0, "^$"},
    {"age -r $R in other",
     1,
     "too many INPUT arguments: \"in\" \"other\"\nage: hint: only a single"},
    {"age -r $R in -a",
     1,
     "hint: the input file must be specified after all flags\nage: hint: did you mean:"},
    {"age -d a b c", 1, "too many INPUT arguments: \"a\" \"b\" \"c\""},
    {"age -d -r $R",
     1,
     "-r/--recipient can't be used with -d/--decrypt\nage: hint: did you mean to use -i"},
    {"age -d -R rec", 1, "-R/--recipients-file can't be used with -d/--decrypt"},
    {"age -d -a", 1, "-a/--armor can't be used with -d/--decrypt\nage: hint: note that armored"},
    {"age -d -p -a", 1, "-a/--armor can't be used"},
    {"age -d -p", 1, "-p/--passphrase can't be used with -d/--decrypt"},
    {"age -d -e -r x", 1, "-e/--encrypt can't be used with -d/--decrypt"},
    {"age -p -r $R", 1, "-p/--passphrase can't be combined with -r/--recipient"},
    {"age -p -R rec", 1, "-p/--passphrase can't be combined with -R/--recipients-file"},
    {"age -e -p -i key", 1, "-p/--passphrase can't be combined with -i/--identity and -j"},
    {"age -i key in", 1, "unless symmetric encryption is explicitly selected with -e/--encrypt"},
    {"age -p -j nope in", 1, "hint: did you forget to specify -d/--decrypt\\?"},
    {"age -r nonsense in", 1, "unknown recipient type: \"nonsense\""},
    {"age -r age1qqq in", 1, "malformed recipient \"age1qqq\""},
    {"age -R absent in", 1, "failed to parse recipient file \"absent\": .*no such file"},
    {"age -R key in", 1, "failed to parse recipient file \"key\": .*line 3.*identity"},
    {"age -R in in", 1, "failed to parse recipient file \"in\": .*line 1"},
    {"age -R blank in", 1, "line 1"},
    {"age -R /dev/null in", 1, "no recipients found"},
    {"age -r $R absent", 1, "failed to open input file \"absent\": .*no such file"},
    {"age -d absent", 1, "failed to open input file \"absent\""},
    {"age -r $R -r $P in", 1, "mix"},
    {"age -r $R -r $R -o out in", 0, "^age: warning: duplicate recipient \"age1"},
    {"age -R rec -R rec -o out in", 0, "^age: warning: duplicate recipients file \"rec\"\n$"},
    {"age -e -i key -i key -o out in", 0, "^age: warning: duplicate identity file \"key\"\n$"},
    {"age -r $R -R rec -o out in", 0, "^$"},
    {"age -R crlf -o out in", 0, "^$"},
    {"age -e=0 -r $R -o out in", 0, "^$"},
    {"age --encrypt=T --armor -recipient=$R -o=out in", 0, "^$"},
    {"age -o first -o out -r $R in", 0, "^$"},
    {"age -r $P -o out in", 0, "^$"},
    {"age -r $R -o out -- in", 0, "^$"},
    {"age -r $R -o in in", 1, "input and output file are the same: \"in\""},
    {"age -r $R -o ./in in", 1, "input and output file are the same"},
    {"age -r $R -o link in", 1, "input and output file are the same: \"link\""},
    {"age -R rec -o rec in", 1, "input and output file are the same: \"rec\""},
    {"age -d -i key -o key in.age", 1, "input and output file are the same: \"key\""},
    {"age -r $R -o absent/x in", 1, "no such file or directory"},
    {"age -r $R -o . in", 1, "is a directory"},
    {"age -r $R -o /dev/full in", 1, "[Nn]o space left"},
    {"age -r $R -o out .", 1, "[Ii]s a directory"},
    {"age -d -i key in.age", 0, "^$"},
    {"age -d -i key in.asc", 0, "^$"},
    {"age -d -i other -i key -o out in.age", 0, "^$"},
    {"age -d -i key -i key in.age", 0, "^age: warning: duplicate identity file \"key\"\n$"},
    {"age -d in.age",
     1,
     "is not passphrase-encrypted, identities are required\nage: hint: specify identities"},
    {"age -d -i other in.age", 1, "no identity matched any of the recipients"},
    {"age -d -i key in", 1, "header"},
    {"age -d -i absent in.age", 1, "reading \"absent\": .*no such file or directory"},
    {"age -d -i in in.age", 1, "reading \"in\": .*line 1"},
    {"age -d -i rec in.age", 1, "reading \"rec\": .*line 1.*recipient"},
    {"age -d -i /dev/null in.age", 1, "reading \"/dev/null\": .*(no identities found|no identity)"},
    {"age -d -i in.age in.age", 1, "identity file is encrypted with age but not with a passphrase"},
    {"age -d -i - -i - in.age", 1, "reading \"-\": .*(no identities found|no identity)"},
    {"age -d -i -", 1, "standard input is used for multiple purposes"},
    {"age -R -", 1, "standard input is used for multiple purposes"},
    {"age -d -i key -o out short.age", 1, "payload"},
    {"age -d -i key -o out long.age", 1, "payload"},
    {"age -d -i key -o out cr.age", 1, "hint: it looks like this file was corrupted by PowerShell"},
    {"age -d -j nope in.age", 1, "nope"},
    {"age-keygen x", 1, "^age-keygen: error: too many arguments"},
    {"age-keygen -y key other", 1, "too many arguments"},
    {"age-keygen -y -pq key", 1, "-pq cannot be used with -y"},
    {"age-keygen -z", 2, "not defined: -z\nUsage:"},
    {"age-keygen -o key", 1, "failed to open output file.*exists"},
    {"age-keygen -o absent/key", 1, "[Nn]o such file or directory"},
    {"age-keygen -o out", 0, "^Public key: age1[a-z0-9]{58}\n$"},
    {"age-keygen -pq -o out", 0, "^Public key: age1pq1[a-z0-9]+\n$"},
    {"age-keygen -y key", 0, "^$"},
    {"age-keygen -y -o out pq", 0, "^$"},
    {"age-keygen -y absent", 1, "failed to open input file \"absent\": .*no such file"},
    {"age-keygen -y in", 1, "failed to parse input: .*line 1"},
    {"age-keygen -y", 1, "failed to parse input: .*(no identities|no identity)"},
    {"age-keygen --version", 0, "^$"},
    {"age-inspect in.age", 0, "^$"},
    {"age-inspect in.asc", 0, "^$"},
    {"age-inspect big.age", 0, "^$"},
    {"age-inspect in", 1, "^age-inspect: error: inspection failed: .*header"},
    {"age-inspect cut.age", 1, "invalid encrypted payload size: 6\n"},
    {"age-inspect absent", 1, "failed to open input file \"absent\""},
    {"age-inspect in.age in.asc", 1, "Usage:"},
    {"age-inspect -z", 2, "not defined: -z"},
};

// Lines whose stdout is the same, byte for byte.
bool has_fixed_output(std::string_view words) {
  return words.starts_with("age -d") || words.starts_with("age-keygen -y") ||
         words.starts_with("age-inspect") || words.find("version") != std::string_view::npos;
}

class Bench {
 public:
  explicit Bench(std::string age) : age_(std::move(age)) {
    const std::string keygen = (Path(age_).parent_path() / "age-keygen").string();
    for (const char* name : {"key", "other"}) must({keygen, "-o", name});
    must({keygen, "-pq", "-o", "pq"});
    recipient_ = must({keygen, "-y", "key"}).out;
    recipient_.pop_back();
    hybrid_ = must({keygen, "-y", "pq"}).out;
    hybrid_.pop_back();
    write("in", "hello");
    write("big", std::string(200000, 'x'));
    must({age_, "-r", recipient_, "-o", "in.age", "in"});
    must({age_, "-a", "-r", recipient_, "-o", "in.asc", "in"});
    must({age_, "-r", recipient_, "-o", "big.age", "big"});
    write("rec", recipient_ + "\n");
    write("blank", "  \n" + recipient_ + "\n");
    write("crlf", "# a comment\r\n\r\n" + recipient_ + "\r\n");
    const std::string file = read_file(user_.home() / "in.age");
    write("short.age", file.substr(0, file.size() - 1));
    write("cut.age", file.substr(0, file.size() - 15));
    write("long.age", file + "x");
    write("cr.age", std::regex_replace(file, std::regex("\n"), "\r\n"));
    std::filesystem::create_symlink("in", user_.home() / "link");
    std::filesystem::create_directory(user_.home() / "ours");
    for (const char* name : {"age", "age-keygen", "age-inspect"}) {
      std::filesystem::create_symlink(HOLDFAST_BINARY, user_.home() / "ours" / name);
    }
  }

  [[nodiscard]] Path real() const { return Path(age_).parent_path(); }
  [[nodiscard]] Path ours() const { return user_.home() / "ours"; }
  // In its own session: no terminal to ask at.
  [[nodiscard]] CliResult run(const Path& programs, const std::string& line) const {
    std::vector<std::string> words{"setsid", "-w"};
    std::istringstream text(line);
    for (std::string word; text >> word;) {
      words.push_back(word == "$R" ? recipient_ : word == "$P" ? hybrid_ : with_recipient(word));
    }
    words[2] = (programs / words[2]).string();
    CliResult result = user_.run_program(user_.home(), words);
    result.err = std::regex_replace(result.err, std::regex("[a-z-]+: report unexpected.*\n"), "");
    return result;
  }
  [[nodiscard]] bool take(const std::string& name) const {
    return std::filesystem::remove(user_.home() / name);
  }
  CliResult must(const std::vector<std::string>& words, std::string_view input = {}) const {
    CliResult result = user_.run_program(user_.home(), words, input);
    INFO(result.err);
    REQUIRE(result.code == 0);
    return result;
  }
  void write(const std::string& name, std::string_view text) const {
    write_file(user_.home() / name, text, kPublic);
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    return read_file(user_.home() / name);
  }
  [[nodiscard]] const std::string& age() const { return age_; }
  [[nodiscard]] const std::string& recipient() const { return recipient_; }
  [[nodiscard]] const std::string& hybrid() const { return hybrid_; }

 private:
  [[nodiscard]] std::string with_recipient(const std::string& word) const {
    return std::regex_replace(word, std::regex("\\$R"), recipient_);
  }

  CliUser user_;
  std::string age_;
  std::string recipient_;
  std::string hybrid_;
};

// The real age where it is of the release whose behaviour is ours.
std::optional<std::string> real_age() {
  auto age = peer_program("age");
  if (!age) return std::nullopt;
  const ChildResult result = run_child({*age, "--version"}, {}, 1024);
  if (result.output.expose().starts_with("v1.3.")) return age;
  peer_is_absent("age 1.3");
  return std::nullopt;
}

std::string content(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 31 + (i >> 8U));
  return text;
}

// Each of the two opens what the other wrote.
void check_both_ways(const Bench& bench,
                     const std::string& theirs,
                     const std::string& recipient,
                     const std::string& key) {
  const std::string ours = (bench.ours() / "age").string();
  for (const std::size_t size : {0U, 1U, 65535U, 65536U, 65537U, 3U << 20U}) {
    const std::string plain = content(size);
    bench.write("plain", plain);
    for (const bool armor : {false, true}) {
      for (const auto& [writer, reader] : {std::pair(ours, theirs), std::pair(theirs, ours)}) {
        std::vector<std::string> words{writer, "-r", recipient, "-o", "file", "plain"};
        if (armor) words.insert(words.begin() + 1, "-a");
        bench.must(words);
        CHECK((bench.must({reader, "-d", "-i", key, "file"}).out == plain));
      }
    }
  }
}

}  // namespace

TEST_CASE("age_command: the same words, the same end", "[interop][age]") {
  const auto age = real_age();
  if (!age) return;
  const Bench bench(*age);
  const bool has_inspect = std::filesystem::exists(bench.real() / "age-inspect");
  for (const Line& line : kLines) {
    const std::string words = line.words;
    if (words.starts_with("age-inspect") && !has_inspect) continue;
    INFO(words);
    const CliResult theirs = bench.run(bench.real(), words);
    const bool they_wrote = bench.take("out");
    const CliResult ours = bench.run(bench.ours(), words);
    INFO("theirs: " << theirs.err << "ours: " << ours.err);
    CHECK(theirs.code == line.code);
    CHECK(ours.code == line.code);
    CHECK(bench.take("out") == they_wrote);
    CHECK_FALSE(bench.take("first"));
    CHECK(std::regex_search(theirs.err, std::regex(line.says)));
    CHECK(std::regex_search(ours.err, std::regex(line.says)));
    if (has_fixed_output(words)) CHECK(ours.out == theirs.out);
  }
}

TEST_CASE("age_command: each opens what the other wrote", "[interop][age]") {
  const auto age = real_age();
  if (!age) return;
  const Bench bench(*age);
  check_both_ways(bench, *age, bench.recipient(), "key");
  check_both_ways(bench, *age, bench.hybrid(), "pq");
}

TEST_CASE("age_command: each opens what the other wrote to SSH keys", "[interop][age]") {
  const auto age = real_age();
  if (!age) return;
  const Bench bench(*age);
  for (const char* type : {"ed25519", "rsa"}) {
    const std::string key = std::string("ssh-") + type;
    bench.must({"ssh-keygen", "-q", "-t", type, "-N", "", "-f", key});
    check_both_ways(bench, *age, bench.text(key + ".pub"), key);
  }
}

TEST_CASE("age_command: rage and we open each other's files", "[interop][age]") {
  const auto age = real_age();
  const auto rage = peer_program("rage");
  if (!age || !rage) return;
  const Bench bench(*age);
  check_both_ways(bench, *rage, bench.recipient(), "key");
}

TEST_CASE("age_command: age-inspect --json says the same", "[interop][age]") {
  const auto age = real_age();
  if (!age || !std::filesystem::exists(Path(*age).parent_path() / "age-inspect")) return;
  const Bench bench(*age);
  for (const char* file : {"in.age", "in.asc", "big.age"}) {
    const std::string line = std::string("age-inspect --json ") + file;
    const auto spaceless = [&](const Path& programs) {
      return std::regex_replace(bench.run(programs, line).out, std::regex("\\s"), "");
    };
    CHECK(spaceless(bench.ours()) == spaceless(bench.real()));
  }
}

}  // namespace holdfast::test
