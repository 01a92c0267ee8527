// What holdfast edits, the real sops reads, and the other way round.
#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "tests/support/peer_program.h"
#include "tests/support/temp_dir.h"
#include "tests/vault/operations/toy_file.h"
#include "vault/operations/edited.h"
#include "vault/operations/key_groups.h"
#include "vault/operations/set_value.h"

namespace holdfast::vault {

namespace {

using test::kToyKey1;
using test::kToyKey2;
using test::ToyFile;

constexpr std::size_t kMaxOutput = std::size_t{1} << 20U;
constexpr Time kLater{std::chrono::seconds(1'800'000'000)};

class Sops {
 public:
  explicit Sops(std::string program) : program_(std::move(program)) {}

  // Runs sops on a file with this text; what it prints, or the file where it prints nothing.
  [[nodiscard]] std::string run(const std::vector<std::string>& words,
                                std::string_view text,
                                const std::vector<std::string>& more = {}) const {
    const Path file = folder_.write("file.yaml", text);
    std::vector<std::string> line{program_};
    for (const std::string& word : words) line.push_back(word == "FILE" ? file.string() : word);
    std::vector<std::string> environment = more;
    environment.push_back("SOPS_CONFIG=" + folder_.write("c", "creation_rules: [{}]\n").string());
    const ChildResult result = run_child(line, "", kMaxOutput, environment);
    REQUIRE(result.exit_code == 0);
    const std::string out(result.output.expose());
    return out.empty() ? read_file(file) : out;
  }
  [[nodiscard]] std::string decrypt(std::string_view text, const std::string& key = "key1") const {
    return run({"decrypt", "FILE"}, text, {identity(key)});
  }
  static std::string identity(const std::string& key) {
    return "SOPS_AGE_KEY_FILE=" + test::fixture("sops/" + key + ".txt").string();
  }

 private:
  std::string program_;
  test::TempDir folder_;
};

// A throw-away PGP key in a key ring of its own.
class PgpUser {
 public:
  explicit PgpUser(const std::string& gpg) {
    std::filesystem::permissions(home_.path(), std::filesystem::perms::owner_all);
    static_cast<void>(run({gpg,
                           "--batch",
                           "--quiet",
                           "--passphrase",
                           "",
                           "--quick-generate-key",
                           "throw-away <a@example.test>",
                           "default",
                           "default",
                           "never"}));
    const std::string keys = run({gpg, "--with-colons", "--fingerprint"});
    const std::size_t at = keys.find("\nfpr:::::::::");
    REQUIRE(at != std::string::npos);
    fingerprint_ = keys.substr(at + 13, 40);
    const Path program = home_.write(
        "gpg",
        "#!/bin/sh\nexec env GNUPGHOME='" + home_.path().string() + "' " + gpg + " \"$@\"\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    program_ = program.string();
  }
  ~PgpUser() {
    try {
      static_cast<void>(run({"gpgconf", "--kill", "all"}));
    } catch (const Error&) {
      // An agent that was never started.
    }
  }
  PgpUser(const PgpUser&) = delete;
  PgpUser& operator=(const PgpUser&) = delete;
  PgpUser(PgpUser&&) = delete;
  PgpUser& operator=(PgpUser&&) = delete;

  [[nodiscard]] Gpg gpg() const { return Gpg(program_); }
  [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }
  [[nodiscard]] std::string environment() const { return "SOPS_GPG_EXEC=" + program_; }

 private:
  [[nodiscard]] std::string run(const std::vector<std::string>& words) const {
    const ChildResult result =
        run_child(words, "", kMaxOutput, {"GNUPGHOME=" + home_.path().string()});
    REQUIRE(result.exit_code == 0);
    return std::string(result.output.expose());
  }

  test::TempDir home_;
  std::string program_;
  std::string fingerprint_;
};

std::string text_of(const SecretText& text) { return std::string(text.expose()); }

}  // namespace

TEST_CASE("editing: sops reads what was set, and we read what sops set", "[interop]") {
  const auto program = test::peer_program("sops");
  if (!program) return;
  const Sops sops(*program);
  ToyFile file = ToyFile::encrypt("a: one # c\nb:\n    c: [x, y]\n# end\n");
  for (const auto& [path, json] : std::vector<std::pair<std::string, std::string>>{
           {R"(["a"])", "\"two\""},
           {R"(["n"])", "42"},
           {R"(["b"]["c"][2])", "{\"k\": [true, null, 1.5]}"},
           {R"(["b"]["d"]["e"])", "\"line\\nline\\n\""},
           {R"(["b"]["c"][0])", "\"yes\""}}) {
    INFO(path);
    const SetResult set =
        set_value(file.opened(), parse_value_path(path), SecretText(json), kLater);
    file = ToyFile(text_of(set.text));
    static_cast<void>(sops.decrypt(file.text()));
  }
  CHECK(sops.decrypt(file.text()) == R"(# c
a: two
b:
    c:
        - "yes"
        - "y"
        - k:
            - true
            - null
            - 1.5
    d:
        e: |
            line
            line
"n": 42
# end
)");
  const ToyFile theirs(sops.run(
      {"set", "FILE", R"(["b"]["c"][1])", "\"zz\""}, file.text(), {Sops::identity("key1")}));
  CHECK(theirs.plain().find("- zz") != std::string::npos);
}

TEST_CASE("editing: sops reads what was edited", "[interop]") {
  const auto program = test::peer_program("sops");
  if (!program) return;
  const Sops sops(*program);
  for (const std::string_view name :
       {"01-scalars", "02-arrays", "03-comments", "07-multidoc", "18-anchors-merge", "26-stable"}) {
    INFO(name);
    const ToyFile file(test::read_fixture("sops/" + std::string(name) + ".enc.yaml"));
    const SecretText after =
        edited_document(file.opened(), SecretText("new: value\n" + file.plain()), kLater);
    CHECK(sops.decrypt(after.expose()).find("new: value\n") != std::string::npos);
  }
}

TEST_CASE("editing: sops opens every change of key groups", "[interop]") {
  const auto program = test::peer_program("sops");
  if (!program) return;
  const Sops sops(*program);
  const ToyFile file = ToyFile::encrypt("a: one\n");
  const std::string one(kToyKey1);
  const std::string two(kToyKey2);
  const std::string both =
      text_of(change_groups(file.document(), file.opened().key, {{{one, two}}, 0}, kLater, {}));
  CHECK(sops.decrypt(both, "key2") == "a: one\n");
  const std::string split = text_of(change_groups(
      file.document(), file.opened().key, {{{one}, {one, two}, {two}}, 2}, kLater, {}));
  CHECK(sops.decrypt(split, "key1") == "a: one\n");
  CHECK(sops.decrypt(split, "key2") == "a: one\n");
  const std::string rotated = text_of(rotate_groups(file.opened(), {{{two}}, 0}, kLater, {}));
  CHECK(sops.decrypt(rotated, "key2") == "a: one\n");
}

TEST_CASE("editing: PGP keys by gpg, sops's files and ours", "[interop]") {
  const auto gpg = test::peer_program("gpg");
  const auto program = test::peer_program("sops");
  if (!gpg || !program) return;
  const PgpUser user(*gpg);
  const Sops sops(*program);
  const Gpg ours = user.gpg();

  // Theirs.
  const std::string theirs =
      sops.run({"encrypt", "--pgp", user.fingerprint(), "FILE"}, "a: one\n", {user.environment()});
  const Document document = Document::parse(SecretText(theirs), Format::Yaml);
  Keyring ring;
  CHECK(test::error_of([&] { static_cast<void>(ring.data_key(document.metadata())); }).code() ==
        Code::NoIdentity);
  ring.use_gpg(ours);
  const sops::DataKey key = ring.data_key(document.metadata());

  // Ours: the age key beside it, then PGP alone under another data key.
  const KeyGroups wanted{{{"pgp " + user.fingerprint(), std::string(kToyKey1)}}, 0};
  const ToyFile mixed(text_of(change_groups(document, key, wanted, kLater, {{}, &ours})));
  CHECK(mixed.document().metadata().groups.front().foreign.front().enc ==
        document.metadata().groups.front().foreign.front().enc);
  const KeyGroups pgp_only{{{"pgp " + user.fingerprint()}}, 0};
  const std::string rotated = text_of(rotate_groups(mixed.opened(), pgp_only, kLater, {{}, &ours}));
  CHECK(sops.run({"decrypt", "FILE"}, rotated, {user.environment()}) == "a: one\n");
  const Error unknown = test::error_of([&] {
    static_cast<void>(rotate_groups(mixed.opened(),
                                    {{{"pgp 0123456789012345678901234567890123456789"}}, 0},
                                    kLater,
                                    {{}, &ours}));
  });
  CHECK(unknown.code() == Code::Failed);
}

}  // namespace holdfast::vault
