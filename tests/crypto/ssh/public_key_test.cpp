#include "crypto/ssh/public_key.h"

#include "crypto/encoding/base64.h"
#include "crypto/ssh/wire.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"

using namespace holdfast;
using holdfast::test::code_of;

namespace {

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

const std::string& rsa_line() {
  static const std::string kLine = first_line(test::read_fixture("sops/ssh_rsa.pub"));
  return kLine;
}

std::string rsa_line_of(ByteView exponent, ByteView modulus) {
  ssh::WireWriter out;
  out.string("ssh-rsa").mpint(exponent).mpint(modulus);
  return "ssh-rsa " + encode_base64(out.bytes());
}

// Some other type, whose fields nobody reads.
std::string line_of_type(std::string_view type, std::string_view inner) {
  ssh::WireWriter out;
  out.string(inner).string("something");
  return std::string(type) + " " + encode_base64(out.bytes());
}

}  // namespace

TEST_CASE("public_key: an ssh-ed25519 key is read from its line", "[crypto][ssh]") {
  const Ed25519PublicKey key = ed25519_public_key(generate_ed25519());
  const std::string line = ssh::public_key_line(key);
  CHECK(line.starts_with("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI"));
  CHECK(ssh::parse_ed25519_line(line) == key);
  CHECK(ssh::parse_public_key_line(line) == ssh::PublicKey(key));
  CHECK(ssh::parse_ed25519_line(line + " someone@host and more\n") == key);
  CHECK(ssh::parse_ed25519_line("ssh-ed25519 \t " + line.substr(12) + "\tcomment\r\n") == key);
  for (const std::string& bad : {std::string(),
                                 std::string("ssh-ed25519"),
                                 std::string("ssh-ed25519 "),
                                 "ssh-rsa" + line.substr(11),
                                 line.substr(0, 60),
                                 " " + line,
                                 line.substr(12)}) {
    CHECK(code_of([&] { (void)ssh::parse_public_key_line(bad); }) == Code::Failed);
    CHECK(code_of([&] { (void)ssh::parse_ed25519_line(bad); }) == Code::Failed);
  }
}

TEST_CASE("public_key: an ssh-rsa key is read from its line", "[crypto][ssh]") {
  const ssh::PublicKey key = ssh::parse_public_key_line(rsa_line());
  CHECK(std::get<RsaPublicKey>(key).exponent == Bytes{1, 0, 1});
  CHECK(rsa_line().starts_with(ssh::public_key_line(key)));
  CHECK(code_of([] { (void)ssh::parse_ed25519_line(rsa_line()); }) == Code::Failed);
}

TEST_CASE("public_key: cut off anywhere, it is refused", "[crypto][ssh]") {
  const std::string line = ssh::public_key_line(ssh::parse_public_key_line(rsa_line()));
  for (std::size_t size = 0; size < line.size(); ++size) {
    CHECK(code_of([&] { (void)ssh::parse_public_key_line(line.substr(0, size)); }) == Code::Failed);
  }
}

TEST_CASE("public_key: RSA numbers out of range are refused", "[crypto][ssh]") {
  const Bytes modulus(256, 0xff);
  CHECK_NOTHROW(ssh::parse_public_key_line(rsa_line_of(Bytes{3}, modulus)));
  CHECK_NOTHROW(ssh::parse_public_key_line(rsa_line_of(Bytes{1, 0, 1}, Bytes(2048, 0xff))));
  for (const std::string& bad : {rsa_line_of(Bytes{}, modulus),
                                 rsa_line_of(Bytes{1}, modulus),
                                 rsa_line_of(Bytes{4}, modulus),
                                 rsa_line_of(Bytes{1, 0, 0, 1}, modulus),
                                 rsa_line_of(Bytes{3}, Bytes{}),
                                 rsa_line_of(Bytes{3}, Bytes(2049, 1))}) {
    CHECK(code_of([&] { (void)ssh::parse_public_key_line(bad); }) == Code::Failed);
  }
  ssh::WireWriter negative;
  negative.string("ssh-rsa").mpint(Bytes{3}).string(modulus);
  CHECK(code_of([&] { (void)ssh::parse_key_blob(negative.bytes()); }) == Code::Failed);
}

TEST_CASE("public_key: zeros before a number do not make another key", "[crypto][ssh]") {
  const Bytes modulus(256, 0x7f);
  Bytes longer = modulus;
  longer.insert(longer.begin(), 3, 0);
  ssh::WireWriter out;
  out.string("ssh-rsa").string(Bytes{0, 0, 3}).string(longer);
  CHECK(ssh::public_key_line(ssh::parse_key_blob(out.bytes())) == rsa_line_of(Bytes{3}, modulus));
}

TEST_CASE("public_key: a file may have comments, and options before its key", "[crypto][ssh]") {
  const ssh::PublicKey key = ssh::parse_public_key_line(rsa_line());
  const std::string options = R"(from="10.0.0.0/8, !10.1.*",command="echo \"a b\"",no-pty )";
  CHECK(ssh::parse_public_key_file(rsa_line() + "\n") == key);
  CHECK(ssh::parse_public_key_file("# mine\n\nnot a key\n  " + rsa_line() + "\r\n") == key);
  CHECK(ssh::parse_public_key_file(options + rsa_line()) == key);
  CHECK(ssh::parse_public_key_file("restrict\t" + rsa_line()) == key);
  for (const std::string& bad : {std::string(),
                                 std::string("\n\n"),
                                 "# " + rsa_line(),
                                 "\"unclosed " + rsa_line(),
                                 "one two " + rsa_line()}) {
    CHECK(code_of([&] { (void)ssh::parse_public_key_file(bad); }) == Code::Failed);
  }
}

TEST_CASE("public_key: a type is declared twice", "[crypto][ssh]") {
  CHECK(ssh::declared_type(rsa_line()) == "ssh-rsa");
  CHECK(ssh::declared_type(
            line_of_type("sk-ssh-ed25519@openssh.com", "sk-ssh-ed25519@openssh.com")) ==
        "sk-ssh-ed25519@openssh.com");
  CHECK_FALSE(ssh::declared_type(line_of_type("ssh-dss", "ssh-rsa")));
  CHECK_FALSE(ssh::declared_type(line_of_type("ssh-\x1b[2J", "ssh-\x1b[2J")));
  CHECK_FALSE(ssh::declared_type("ssh-dss AAAA"));
  CHECK_FALSE(ssh::declared_type("ssh-dss"));
  CHECK_FALSE(ssh::declared_type(""));
}
