#include "crypto/age/ssh_keys.h"

#include "crypto/age/decrypt.h"
#include "crypto/age/encrypt.h"
#include "crypto/encoding/base64.h"
#include "crypto/ssh/pem.h"
#include "crypto/ssh/wire.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;
using holdfast::test::error_of;
using holdfast::test::read_fixture;

namespace {

// ssh-keygen -t ed25519 -N "correct horse" -a 1 (OpenSSH 9.2).
const std::string kLine =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMoZMI1bxe5V9zx6XIhr1zpv5Y3kH0ohV0SLBOvN8Qqx";
const std::string kPassphrase = "correct horse";
const std::string kLocked = R"(-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABDKlBfWOr
UThKAPbsOEz9BpAAAAAQAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIMoZMI1bxe5V9zx6
XIhr1zpv5Y3kH0ohV0SLBOvN8QqxAAAAkLS4eac+zTerj8lbtDrcieedDlO4TiozIN5MRN
39m4fAclHBgPPwzJtnZRqrVid+CfHDAwpgQ3ZsXu50d2vms+z2V9+0B1J4Y5PnWsX0I+GB
/WcwUgBgfNoxhDbFzfBMPlwpvWW/BW4USYx+KL6dYlTYOzjAJvRVjmXnJ2y5C9zWJ1SyKK
7Ub/dyZD6j+4nnqg==
-----END OPENSSH PRIVATE KEY-----
)";
// ssh-keygen -t rsa -b 2048 -m PEM -N "correct horse" (OpenSSH 9.2): hides its public half.
const std::string kPemLine =
    "ssh-rsa "
    "AAAAB3NzaC1yc2EAAAADAQABAAABAQCzPvzVRlGMPdG1kJXZ1s66k9DMWXD29N1L1SyBR4t3RIzzJUOtiv+"
    "JIDGV4goeP1N4qY9IFGbb3U6J64A1+zaUqD+3x1fdcyHE5Kxpr3hVn8JbQp8gO2K/"
    "e7BBYFCWHKpVpMHCdFhsrxCSuB+6NUWi3f8oBGR4R/jMrAoULt4KlqUSFmB8PCxNmaoBAgr3OvM/"
    "vj7kuiqNAlSK0pEylasnkoOkGo+fDUqM1dLT7CHpEgMDna/c/SP5YYeJA/"
    "tS4TMUExCiv77acoGVYQXKSVy1VCtgv3UdeCrYid2gNxCfBiQm1M/4YR9YXnvo9opU46CnT5NqUjngxw5xEpRF252J";
const std::string kLockedPem = R"(-----BEGIN RSA PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-128-CBC,EB1966321853082BE71C112CBD0434AC

OtiXh3M3ftkg25P2OlzeEPlBtaxvcshRsePoodOD35N36LvDD+scnGLJGxvVauVc
LG2nNWJXtO7wJCmzaISabP1rIqU1kgo8OYMvob2OA9UV+PAKUvoQX1F2p6HkcYuM
x55NGHQsdzk330vg7y1wDeDlzE3wPxcLA0RsYBwZqnPPDgdewaYBXqUFMnRV3F3G
jlYH49STyhCAkgl/EllrxwIJMSwIWPARYyEawGNTM6zzgBUhd5etkC91ZsM+64o9
bXrqy7la+Q3vw2EK8b4PKpwceSzRpXGsrl5Ewny3XYgG1ovziE2qgzh4Tpz10ihp
yQcYzW8oXbGILz9doyZohfBif1+oeixw7K6WKD9Ki9rRJnzAfqLGmr78ovAMmOiV
fCMUAN6xvhKSdlAs6qO0imUDDkFQKfNXAgLc6GWC33fO/7FoVEj6TlsdP+7+49BN
QwcI9PZcsUkItXS57bMPtMLBSW8u/8vYN+Zql51MIvdFDHkXTuwOwPjNRBCGgp1r
puz2x086YAcELLDtaY73NRZVUKQt7bVONp2TSn21VZ4s0yqW8ioADfWv60Ai4c4k
YCB/nkp5qBvGM6fP8/RE+TC1+aAb25muDfKNDH/CjzAgmjkQf3hD0NeJgPP6dwLz
SlTGjbEit7ehut210hso57YDEMSIv1v5kAZromEUv70vPnOCptpRMmLOTIaIP7Rc
gs9tt6la0JafBDmv7bLMFFtE1MmccucrJDFkny0nMI6LQsAgEiLrRruNmI9te7gJ
vj1gCY4b+HoC+Cpt6mQjQpem77HTNfCjKiN2ks3mk3rcpuGEuHr3sKDv5sowx8mt
h+DE3mtRo7PItcuLECEvhkJWzngslZd24ObKG/wQLwo4xhleE/tRLWCFijL7b+Xs
IjFj4W9wjGP5liNtd5G809yGf/0InVigpLTbORMhuUJkFBKEeH/0r4VSAbwDC1XJ
MCxmKB7opxqZL5WmyGV6PWBwMNCSQuRygxpfQi1+/y7HzVUhVWOZN37F4Hyi9JQN
sgE/AU3NvmRNlx4akbmWmlOMfDDOVa2u6q0xkOCfX7GzutpTTf4QyPJ3uLPm6ClI
5n51XAJjxgtq9mE9Pw5wPrsaxe/3LweZq9yUmhdoxCi5j19Lcxj03406KNlLal4e
WUboOHOVNFoqZAisDDeURxcfu0BPHbbgsox5ZbY2lqx2s/Eh8Guw9qFtSFuRYSM4
FZ/9NERaPWZJL3dl8L+77HSCg6X7pLODZkWDkXPPfQRlDSDJSY+p1e7V0nd4Hwvc
HCW8rFOo6nI3l570NnVOcusmYhoDgcsGZpWLJkKTDD5u2ff4jakeWYGiNRLjt29E
6NAw/bZIz2X3aGl8SeK3+6wDDEo1hDm7bfZ7A/ohX0wxPG4BqByELzt9QSaN9bns
OldYeNpiLFZD+JSWfCQ3DtMUtSAGadu+1/YOOyfp31jUQ8op2m2eiI+pQgoYjxCz
TdI8Tn7e5sXkcBOtZuKmyeGDzMU3e0JM6j1OkJl0KTniXBoRoFIJYKlFNc67T8JR
mI/53fbhgYLpZSEWsteJMTaA9bH/3i/TxUGJJuLfl8PtcSusVZtp+Hkopi/GnLOw
-----END RSA PRIVATE KEY-----
)";

AskSecret answering(const std::string& passphrase, int& asked) {
  return [passphrase, &asked]() -> std::optional<SecretText> {
    ++asked;
    return SecretText(passphrase);
  };
}

Bytes sealed_to(const std::string& line) {
  Recipients to;
  to.push_back(parse_recipient(line));
  return encrypt(as_bytes("hello"), to);
}

std::optional<SecretText> open(const Bytes& file, const IdentityPtr& identity) {
  const Identity* const borrowed = identity.get();
  return try_decrypt(file, {&borrowed, 1});
}

std::string line_of_type(std::string_view type) {
  ssh::WireWriter out;
  out.string(type).string("something");
  return std::string(type) + " " + encode_base64(out.bytes());
}

std::string short_rsa_line() {
  ssh::WireWriter out;
  out.string("ssh-rsa").mpint(Bytes{3}).mpint(Bytes(128, 0xff));
  return "ssh-rsa " + encode_base64(out.bytes());
}

}  // namespace

TEST_CASE("ssh_keys: whole files go there and back", "[crypto][age][ssh]") {
  for (const char* name : {"sops/ssh_ed25519", "sops/ssh_rsa"}) {
    const IdentityPtr identity = parse_ssh_identity(read_fixture(name));
    CHECK(open(sealed_to(identity->recipient() + " a comment"), identity)->expose() == "hello");
    CHECK_FALSE(open(sealed_to(kLine), identity));
  }
}

TEST_CASE("ssh_keys: the passphrase is asked for once, when a stanza fits", "[crypto][age][ssh]") {
  int asked = 0;
  const IdentityPtr identity =
      parse_ssh_identity(kLocked, {.passphrase = answering(kPassphrase, asked)});
  CHECK(identity->recipient() == kLine);
  CHECK_FALSE(open(sealed_to(kPemLine), identity));
  CHECK(asked == 0);
  CHECK(open(sealed_to(kLine), identity)->expose() == "hello");
  CHECK(open(sealed_to(kLine), identity)->expose() == "hello");
  CHECK(asked == 1);
}

TEST_CASE("ssh_keys: a wrong passphrase is asked for once too", "[crypto][age][ssh]") {
  int asked = 0;
  const IdentityPtr identity =
      parse_ssh_identity(kLocked, {.passphrase = answering("incorrect", asked)});
  const Bytes file = sealed_to(kLine);
  for (int i = 0; i < 2; ++i) {
    CHECK(error_of([&] { (void)open(file, identity); }).what() ==
          std::string("the passphrase does not open the SSH private key"));
  }
  CHECK(asked == 1);
}

TEST_CASE("ssh_keys: where nobody can be asked, that is said", "[crypto][age][ssh]") {
  const Bytes file = sealed_to(kLine);
  for (const AskSecret& ask : {AskSecret(), AskSecret([] { return std::nullopt; })}) {
    const IdentityPtr identity = parse_ssh_identity(kLocked, {.passphrase = ask});
    CHECK(code_of([&] { (void)open(file, identity); }) == Code::Failed);
  }
}

TEST_CASE("ssh_keys: a stanza without a tag is malformed for a locked key", "[crypto][age][ssh]") {
  const IdentityPtr identity = parse_ssh_identity(kLocked);
  const Stanza stanza{"ssh-ed25519", {}, Bytes(32)};
  CHECK(code_of([&] { (void)identity->unwrap({&stanza, 1}); }) == Code::Integrity);
}

TEST_CASE("ssh_keys: a PEM key that hides its public half needs it beside", "[crypto][age][ssh]") {
  int asked = 0;
  const auto identity_with = [&](const std::optional<std::string>& beside) {
    return parse_ssh_identity(
        kLockedPem,
        {.passphrase = answering(kPassphrase, asked), .public_file = [beside] { return beside; }});
  };
  const IdentityPtr identity = identity_with("# mine\n" + kPemLine + " comment\n");
  CHECK(identity->recipient() == kPemLine);
  CHECK(open(sealed_to(kPemLine), identity)->expose() == "hello");
  CHECK(asked == 1);
  CHECK(error_of([&] { (void)identity_with(std::nullopt); }).advice().find("ssh-keygen -p") !=
        std::string::npos);
  CHECK(code_of([&] { (void)identity_with("nothing"); }) == Code::Failed);
  CHECK(code_of([] { (void)parse_ssh_identity(kLockedPem); }) == Code::Failed);
}

TEST_CASE("ssh_keys: the public half beside must be of the same key", "[crypto][age][ssh]") {
  int asked = 0;
  const IdentityPtr identity = parse_ssh_identity(
      kLockedPem,
      {.passphrase = answering(kPassphrase, asked), .public_file = [] { return kLine; }});
  CHECK(error_of([&] { (void)open(sealed_to(kLine), identity); }).what() ==
        std::string("the SSH private key does not fit its public key"));
}

TEST_CASE("ssh_keys: sound keys of other kinds are named", "[crypto][age][ssh]") {
  for (const char* type :
       {"ecdsa-sha2-nistp256", "sk-ssh-ed25519@openssh.com", "ssh-dss", "ssh-ed448"}) {
    const std::string line = line_of_type(type);
    CHECK(unsupported_ssh_key(line) == type);
    const Error error = error_of([&] { (void)parse_recipient(line); });
    CHECK(std::string(error.what()).find(type) != std::string::npos);
  }
  CHECK(unsupported_ssh_key(short_rsa_line()) == "ssh-rsa of less than 2048 bits");
  const Error error = error_of([&] { (void)parse_recipient(short_rsa_line()); });
  CHECK(std::string(error.what()).find("2048") != std::string::npos);
  CHECK_FALSE(unsupported_ssh_key(kLine));
  CHECK_FALSE(unsupported_ssh_key(kPemLine));
  CHECK_FALSE(unsupported_ssh_key("ssh-ed25519 AAAA"));
  CHECK_FALSE(unsupported_ssh_key("age1"));
}

TEST_CASE("ssh_keys: a recipients file skips them and warns", "[crypto][age][ssh]") {
  std::vector<std::string> warnings;
  const Recipients recipients =
      parse_recipients_file("# team\n" + line_of_type("ssh-dss") + " old\n" + kLine + " new\r\n" +
                                short_rsa_line() + "\n",
                            [&](std::string_view line) { warnings.emplace_back(line); });
  CHECK(recipients.size() == 1);
  CHECK(warnings ==
        std::vector<std::string>{"line 2: an SSH key is left out: ssh-dss",
                                 "line 4: an SSH key is left out: ssh-rsa of less than 2048 bits"});
  CHECK(parse_recipients_file(kLine + "\n" + line_of_type("ssh-dss")).size() == 1);
  const Error error =
      error_of([] { (void)parse_recipients_file(kLine + "\nssh-rsa AAAA secret"); });
  CHECK(std::string(error.what()).starts_with("line 2: "));
  CHECK(std::string(error.what()).find("secret") == std::string::npos);
}

TEST_CASE("ssh_keys: nothing is fetched from GitHub", "[crypto][age][ssh]") {
  const Error error = error_of([] { (void)parse_recipient("github:someone"); });
  CHECK(error.code() == Code::Failed);
  CHECK_FALSE(error.advice().empty());
}
