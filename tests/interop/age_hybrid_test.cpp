#include "crypto/age/decrypt.h"
#include "crypto/age/encrypt.h"
#include "crypto/age/hybrid.h"
#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/peer_program.h"
#include "tests/support/temp_dir.h"

namespace holdfast::age {

namespace {

constexpr std::size_t kMaxOutput = std::size_t{1} << 20U;
constexpr std::string_view kText = "to whom it may concern, later\n";

ChildResult run(const std::vector<std::string>& words, std::string_view input) {
  ChildResult result = run_child(words, input, kMaxOutput);
  if (result.exit_code != 0) {
    throw Error(Code::Failed, words[0] + ": exit code " + std::to_string(result.exit_code));
  }
  return result;
}

// What age-keygen -pq writes; nothing where there is none, or one before 1.3, which has no -pq.
std::optional<SecretText> made_by_keygen() {
  const auto keygen = test::peer_program("age-keygen");
  if (!keygen) return std::nullopt;
  ChildResult result = run_child({*keygen, "-pq"}, "", kMaxOutput);
  if (result.exit_code == 0) return std::move(result.output);
  test::peer_is_absent("age-keygen with -pq");
  return std::nullopt;
}

std::string_view public_key_in(std::string_view key_file) {
  constexpr std::string_view kStart = "# public key: ";
  const std::string_view rest = key_file.substr(key_file.find(kStart) + kStart.size());
  return rest.substr(0, rest.find('\n'));
}

Recipients only(std::string_view recipient) {
  Recipients recipients;
  recipients.push_back(parse_recipient(recipient));
  return recipients;
}

// A hybrid key that age-keygen made, as a file, and the program age.
struct Peers {
  std::string program;
  SecretText key_text;
  test::TempDir folder;
  Path key_file;

  Peers(std::string age, SecretText key)
      : program(std::move(age)),
        key_text(std::move(key)),
        key_file(folder.write("key.txt", key_text.expose())) {}
};

std::unique_ptr<Peers> peers() {
  auto key = made_by_keygen();
  const auto age = key ? test::peer_program("age") : std::nullopt;
  if (!age) return nullptr;
  return std::make_unique<Peers>(*age, std::move(*key));
}

}  // namespace

TEST_CASE("age_hybrid: a key of age-keygen has the recipient that it says", "[interop][age]") {
  const auto key = made_by_keygen();
  if (!key) return;
  const Identities identities = parse_identity_file(key->expose());
  REQUIRE(identities.size() == 1);
  CHECK(identities[0]->recipient() == public_key_in(key->expose()));
}

TEST_CASE("age_hybrid: age-keygen reads our identity as we do", "[interop][age]") {
  if (!made_by_keygen()) return;
  const auto identity = HybridIdentity::generate();
  const ChildResult result =
      run({*test::peer_program("age-keygen"), "-y"}, identity->text().expose());
  CHECK(result.output.expose() == identity->recipient() + "\n");
}

TEST_CASE("age_hybrid: age opens what we encrypt, in both forms", "[interop][age]") {
  const auto with = peers();
  if (!with) return;
  const Recipients to = only(public_key_in(with->key_text.expose()));
  for (const Form form : {Form::Binary, Form::Armored}) {
    const Bytes file = encrypt(as_bytes(kText), to, form);
    const ChildResult result =
        run({with->program, "-d", "-i", with->key_file.string()}, as_text(file));
    CHECK(result.output.expose() == kText);
  }
}

TEST_CASE("age_hybrid: we open what age encrypts, for several recipients too", "[interop][age]") {
  const auto with = peers();
  if (!with) return;
  const auto other = HybridIdentity::generate();
  const std::string recipient(public_key_in(with->key_text.expose()));
  const ChildResult result =
      run({with->program, "-a", "-r", other->recipient(), "-r", recipient}, kText);
  const Identities identities = parse_identity_file(with->key_text.expose());
  CHECK(decrypt(result.output.expose_bytes(), identities).expose() == kText);
  const Identity* const borrowed = other.get();
  const auto plain = try_decrypt(result.output.expose_bytes(), std::span(&borrowed, 1));
  REQUIRE(plain);
  CHECK(plain->expose() == kText);
}

TEST_CASE("age_hybrid: neither mixes it with a classic recipient", "[interop][age]") {
  const auto with = peers();
  if (!with) return;
  const std::string classic = "age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846";
  const std::string hybrid(public_key_in(with->key_text.expose()));
  CHECK(run_child({with->program, "-r", classic, "-r", hybrid}, kText, kMaxOutput).exit_code == 1);
  Recipients mixed = only(classic);
  mixed.push_back(parse_recipient(hybrid));
  CHECK(test::code_of([&] { (void)encrypt(as_bytes(kText), mixed); }) == Code::Failed);
}

}  // namespace holdfast::age
