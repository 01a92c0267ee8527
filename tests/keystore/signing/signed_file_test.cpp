#include "keystore/signing/signed_file.h"

#include "crypto/ssh/public_key.h"
#include "crypto/ssh/signature.h"
#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/peer_program.h"
#include "tests/support/temp_dir.h"

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::code_of;

namespace {

// One signed file, and what a crash leaves of it.
struct Fixture {
  test::TempDir dir;
  Path file = dir.path() / "keys" / "x.json";
  Ed25519Seed key = generate_ed25519();
  Ed25519PublicKey signer = ed25519_public_key(key);

  [[nodiscard]] std::string sign(std::string_view text) const {
    return ssh::sign(as_bytes(text), kRecordSpace, key);
  }
  void write(std::string_view text) const {
    write_signed(file, text, sign(text), kRecordSpace, signer);
  }
  [[nodiscard]] std::string read() const { return read_signed(file, kRecordSpace, signer); }
  void raw(std::string_view text, std::string_view signatures) const {
    write_file(file, text, kPrivate);
    write_file(signature_of(file), signatures, kPrivate);
  }
};

}  // namespace

TEST_CASE("signed_file: reads what was written, mode 0600", "[keystore]") {
  const Fixture f;
  f.write("one\n");
  CHECK(f.read() == "one\n");
  CHECK(mode_of(f.file, kPublic) == kPrivate);
  CHECK(mode_of(signature_of(f.file), kPublic) == kPrivate);
  CHECK(mode_of(f.file.parent_path(), kPublic) == std::filesystem::perms::owner_all);
}

TEST_CASE("signed_file: another text, namespace or signer is refused", "[keystore]") {
  const Fixture f;
  f.write("one\n");
  CHECK(code_of([&] { (void)read_signed(f.file, kLogSpace, f.signer); }) == Code::Integrity);
  const auto stranger = ed25519_public_key(generate_ed25519());
  CHECK(code_of([&] { (void)read_signed(f.file, kRecordSpace, stranger); }) == Code::Integrity);
  f.raw("two\n", f.sign("one\n"));
  CHECK(code_of([&] { (void)f.read(); }) == Code::Integrity);
  f.raw("one\n", "");
  CHECK(code_of([&] { (void)f.read(); }) == Code::Integrity);
  std::filesystem::remove(signature_of(f.file));
  CHECK(code_of([&] { (void)f.read(); }) == Code::Integrity);
}

TEST_CASE("signed_file: between the two renames the old text still holds", "[keystore]") {
  const Fixture f;
  f.write("one\n");
  f.write("two\n");
  const std::string both = read_file(signature_of(f.file));
  CHECK(both == f.sign("two\n") + f.sign("one\n"));
  f.raw("one\n", both);  // the signature was renamed, the file not yet
  CHECK(f.read() == "one\n");
}

TEST_CASE("signed_file: writing again after a crash gives the same end", "[keystore]") {
  const Fixture f;
  f.write("one\n");
  f.raw("one\n", f.sign("two\n") + f.sign("one\n"));
  f.write("two\n");
  const std::string signatures = read_file(signature_of(f.file));
  CHECK(signatures == f.sign("two\n") + f.sign("one\n"));
  f.write("two\n");
  CHECK(read_file(signature_of(f.file)) == signatures);
  CHECK(f.read() == "two\n");
}

TEST_CASE("signed_file: another update after a crash keeps what holds", "[keystore]") {
  const Fixture f;
  f.write("one\n");
  f.raw("one\n", f.sign("two\n") + f.sign("one\n"));
  f.write("three\n");
  CHECK(read_file(signature_of(f.file)) == f.sign("three\n") + f.sign("one\n"));
  CHECK(f.read() == "three\n");
}

TEST_CASE("signed_file: a signature whose file was not yet made is no harm", "[keystore]") {
  const Fixture f;
  make_private_folder(f.file.parent_path());
  write_file(signature_of(f.file), f.sign("one\n"), kPrivate);
  f.write("one\n");
  CHECK(f.read() == "one\n");
}

TEST_CASE("signed_file: no more than two signatures are kept", "[keystore]") {
  const Fixture f;
  for (const char* text : {"1", "2", "3", "4"}) f.write(text);
  CHECK(signature_blocks(read_file(signature_of(f.file))).size() == 2);
}

TEST_CASE("signed_file: blocks of a cut-off file are those that are whole", "[keystore]") {
  const Fixture f;
  const std::string one = f.sign("one\n");
  const std::string both = one + f.sign("two\n");
  for (std::size_t size = 0; size <= both.size(); ++size) {
    const auto blocks = signature_blocks(std::string_view(both).substr(0, size));
    const std::size_t whole = size + 1 >= both.size() ? 2U : size + 1 >= one.size() ? 1U : 0U;
    CHECK(blocks.size() == whole);
  }
}

TEST_CASE("signed_file: ssh-keygen verifies it, also beside an older signature", "[keystore]") {
  const auto ssh_keygen = test::peer_program("ssh-keygen");
  if (!ssh_keygen) return;
  const Fixture f;
  const Path signers =
      f.dir.write("allowed_signers", "holdfast " + ssh::public_key_line(f.signer) + "\n");
  const auto verify = [&] {
    return run_child({*ssh_keygen,
                      "-Y",
                      "verify",
                      "-f",
                      signers,
                      "-I",
                      "holdfast",
                      "-n",
                      std::string(kRecordSpace),
                      "-s",
                      signature_of(f.file)},
                     read_file(f.file),
                     4096)
        .exit_code;
  };
  f.write("one\n");
  CHECK(verify() == 0);
  f.write("two\n");
  CHECK(verify() == 0);
  write_file(f.file, "three\n", kPrivate);
  CHECK(verify() != 0);
}
