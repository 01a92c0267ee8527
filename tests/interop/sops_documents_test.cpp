#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "tests/support/peer_program.h"
#include "tests/support/temp_dir.h"
#include "vault/document/scalar.h"
#include "vault/keyring/keyring.h"
#include "vault/operations/decrypt.h"
#include "vault/operations/encrypt.h"
#include "vault/operations/leaves.h"
#include "vault/operations/rewrite.h"

#include <algorithm>
#include <filesystem>

namespace holdfast::vault {

namespace {

constexpr std::size_t kMaxOutput = std::size_t{1} << 20U;

age::Identities key(int number) {
  return age::parse_identity_file(test::read_fixture("sops/key" + std::to_string(number) + ".txt"));
}

// The real sops, with key 1 or 2 of fixtures/sops.
class Sops {
 public:
  explicit Sops(std::string program) : program_(std::move(program)) {}

  [[nodiscard]] std::string encrypt(const Path& file, const std::vector<std::string>& flags) const {
    std::vector<std::string> words{program_};
    words.insert(words.end(), flags.begin(), flags.end());
    const std::string recipient = key(1).front()->recipient();
    for (const auto& word : {std::string("-e"), std::string("--age"), recipient, file.string()}) {
      words.push_back(word);
    }
    return run(words, 1);
  }

  [[nodiscard]] std::string decrypt(std::string_view text, Format format, int key_number) const {
    const Path file = folder_.write("text", text);
    const std::string type(format_name(format));
    return run({program_, "-d", "--input-type", type, "--output-type", type, file.string()},
               key_number);
  }

 private:
  [[nodiscard]] std::string run(const std::vector<std::string>& words, int key_number) const {
    const Path identity = test::fixture("sops/key" + std::to_string(key_number) + ".txt");
    const std::vector<std::string> environment{"SOPS_AGE_KEY_FILE=" + identity.string(),
                                               "SOPS_CONFIG=" + (folder_.path() / "c").string()};
    static_cast<void>(folder_.write("c", "creation_rules: [{}]\n"));
    const ChildResult result = run_child(words, "", kMaxOutput, environment);
    if (result.exit_code != 0) {
      throw Error(Code::Failed, "sops: exit code " + std::to_string(result.exit_code));
    }
    return std::string(result.output.expose());
  }

  std::string program_;
  test::TempDir folder_;
};

Document parse(std::string_view text, Format format) {
  return Document::parse(SecretText(text), format);
}

sops::DataKey data_key(const Document& document) {
  Keyring keyring;
  keyring.add(key(1));
  return keyring.data_key(document.metadata());
}

std::string holdfast_decrypts(std::string_view text, Format format) {
  const Document document = parse(text, format);
  const OpenDocument open = open_document(document, data_key(document), MacCheck::Enforce);
  CHECK(open.warnings.empty());
  return std::string(plain_text(document, open).expose());
}

std::string holdfast_encrypts(const Path& file, const Selection& selection) {
  EncryptionPlan plan;
  plan.groups = {{key(1).front()->recipient()}};
  plan.selection = selection;
  const Document plain = parse(read_file(file), format_of(file));
  return std::string(encrypt_document(plain, plan, system_now()).text.expose());
}

// Key 2 in the place of key 1, under a new data key.
std::string rotated(std::string_view text, Format format) {
  const Document document = parse(text, format);
  const age::Identities second = key(2);
  const std::string first = key(1).front()->recipient();
  const RecipientChange change{first, {second.front()->recipient()}, {first}};
  const SecretText after =
      rotate_data_key(document, data_key(document), change, system_now(), {second.front().get()});
  return std::string(after.expose());
}

std::string with_second_key(std::string_view text, Format format) {
  const Document document = parse(text, format);
  const age::Identities second = key(2);
  const SecretText after = change_recipients(document,
                                             data_key(document),
                                             {"", {second.front()->recipient()}, {}},
                                             {},
                                             {second.front().get()});
  return std::string(after.expose());
}

// Every value by its path; layout and comments left out.
std::vector<std::string> values_of(std::string_view text, Format format) {
  const Document document = parse(text, format);
  std::vector<std::string> values;
  for_each_leaf(document.tree(), [&](NodeId id, std::string_view aad) {
    const Node& node = document.tree().node(id);
    const SecretText value = canonical(node.type, document.tree().value(node));
    // sops writes -0.0 as -0, and so turns it into the integer 0.
    const std::string_view shown = value.expose() == "-0" ? "0" : value.expose();
    values.push_back(std::string(aad) + std::string(shown));
  });
  return values;
}

// sops holds no blank lines; where holdfast keeps those between comments of INI, it prints a mark.
// It keeps the CR within a comment of several lines, and no other.
std::string comparable(std::string text, Format format) {
  if (format != Format::Ini) return text;
  std::erase(text, '\r');
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string line = text.substr(at, end - at);
    const bool mark = line.starts_with(';') || line.starts_with('#');
    if (!mark || line.find_first_not_of(" \t\n", 1) != std::string::npos) result += line;
    at = end;
  }
  return result;
}

// sops cannot read what it makes of these itself.
bool sops_spoils(const Path& file) {
  const Path name = file.filename();
  return name == "backslashes.ini" || name == "comments_blank.ini" || name == "dashes.ini";
}

std::vector<Path> documents() {
  std::vector<Path> files;
  for (const auto& entry : std::filesystem::directory_iterator(test::fixture("documents"))) {
    const bool document = format_of(entry.path()) != Format::Binary;
    if (document && !sops_spoils(entry.path())) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

void check_both_ways(const Sops& sops,
                     const Path& file,
                     const std::vector<std::string>& flags,
                     const Selection& selection) {
  const Format format = format_of(file);
  const std::string theirs = sops.encrypt(file, flags);
  const std::string reference = comparable(sops.decrypt(theirs, format, 1), format);
  CHECK(values_of(holdfast_decrypts(theirs, format), format) == values_of(reference, format));
  CHECK(comparable(sops.decrypt(rotated(theirs, format), format, 2), format) == reference);

  const std::string ours = holdfast_encrypts(file, selection);
  CHECK(comparable(sops.decrypt(ours, format, 1), format) == reference);
  CHECK(comparable(sops.decrypt(with_second_key(ours, format), format, 2), format) == reference);
}

struct Variant {
  std::string file;
  std::vector<std::string> flags;
  Selection selection;
};

}  // namespace

TEST_CASE("sops_documents: sops and holdfast read each other's files", "[interop][sops]") {
  const auto program = test::peer_program("sops");
  if (!program) return;
  const Sops sops(*program);
  const std::vector<Path> files = documents();
  REQUIRE(files.size() >= 110);
  for (const Path& file : files) {
    DYNAMIC_SECTION(file.filename().string()) { check_both_ways(sops, file, {}, {}); }
  }
}

TEST_CASE("sops_documents: every kind of selection means the same to both", "[interop][sops]") {
  const auto program = test::peer_program("sops");
  if (!program) return;
  const Sops sops(*program);
  const std::vector<Variant> variants{
      {"suffix.yaml",
       {"--encrypted-suffix", "_unencrypted"},
       {.kind = SelectionKind::EncryptedSuffix, .pattern = "_unencrypted"}},
      {"kubernetes.yaml",
       {"--encrypted-regex", "^(data|stringData)$"},
       {.kind = SelectionKind::EncryptedRegex, .pattern = "^(data|stringData)$"}},
      {"helm.yaml",
       {"--unencrypted-regex", "^(image|name)$"},
       {.kind = SelectionKind::UnencryptedRegex, .pattern = "^(image|name)$"}},
      {"kubernetes.yaml",
       {"--mac-only-encrypted", "--encrypted-regex", "^stringData$"},
       {.kind = SelectionKind::EncryptedRegex,
        .pattern = "^stringData$",
        .mac_only_encrypted = true}},
      {"comments.yaml",
       {"--encrypted-comment-regex", "before"},
       {.kind = SelectionKind::EncryptedCommentRegex, .pattern = "before"}},
      {"comments.yaml",
       {"--unencrypted-comment-regex", "before b"},
       {.kind = SelectionKind::UnencryptedCommentRegex, .pattern = "before b"}},
      {"kubernetes.yaml",
       {"--encrypted-comment-regex", "main"},
       {.kind = SelectionKind::EncryptedCommentRegex, .pattern = "main"}},
      {"anchors_nested.yaml",
       {"--encrypted-regex", "^d$"},
       {.kind = SelectionKind::EncryptedRegex, .pattern = "^d$"}},
      {"suffix.json",
       {"--encrypted-regex", "^[ac]$"},
       {.kind = SelectionKind::EncryptedRegex, .pattern = "^[ac]$"}}};
  for (const Variant& variant : variants) {
    DYNAMIC_SECTION(variant.file << " " << variant.flags.front()) {
      check_both_ways(
          sops, test::fixture(Path("documents") / variant.file), variant.flags, variant.selection);
    }
  }
}

}  // namespace holdfast::vault
