#include "crypto/age/identity.h"

#include "tests/support/catch.h"
#include "tests/support/fixture.h"

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;
using holdfast::test::error_of;
using holdfast::test::read_fixture;

namespace {

const std::string kIdentity =
    "AGE-SECRET-KEY-127MEZ2MS9Z206TDFMFMDKCTNQ2G4Z39PATDM6EFH8QZR8XJLXWUQV4DU56";

std::string message_of(std::string_view text) {
  return error_of([&] { (void)parse_identity(text); }).what();
}

std::string file_message_of(std::string_view text) {
  return error_of([&] { (void)parse_identity_file(text); }).what();
}

}  // namespace

TEST_CASE("identity: reads the files that age-keygen wrote", "[crypto][age]") {
  const Identities identities = parse_identity_file(read_fixture("sops/key1.txt"));
  CHECK(identities.size() == 1);
  CHECK(identities[0]->recipient() ==
        "age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846");
}

TEST_CASE("identity: several keys, comments, CR LF and a missing last line feed", "[crypto][age]") {
  const std::string text = "# a comment\r\n\r\n" + kIdentity + "\r\n#\n\n" + kIdentity;
  CHECK(parse_identity_file(text).size() == 2);
}

TEST_CASE("identity: kinds that are not supported are named", "[crypto][age]") {
  CHECK(message_of("-----BEGIN OPENSSH PRIVATE KEY-----").find("SSH") != std::string::npos);
}

TEST_CASE("identity: a recipient in its place gets a hint", "[crypto][age]") {
  const Error error = error_of([] { (void)parse_identity("age1qqqq"); });
  CHECK(std::string(error.what()).find("recipient") != std::string::npos);
  CHECK_FALSE(error.advice().empty());
}

TEST_CASE("identity: a bad line is named by number, never by text", "[crypto][age]") {
  for (const std::string& bad : {" " + kIdentity,
                                 kIdentity + " ",
                                 std::string("  "),
                                 kIdentity.substr(0, 50),
                                 std::string("age-secret-key-127MEZ2MS9")}) {
    const std::string message = file_message_of("# comment\n" + kIdentity + "\n" + bad + "\n");
    CHECK(message.starts_with("line 3: "));
    CHECK(message.find("MEZ2MS9") == std::string::npos);
  }
}

TEST_CASE("identity: a file without any is refused", "[crypto][age]") {
  CHECK(code_of([] { (void)parse_identity_file(""); }) == Code::Failed);
  CHECK(code_of([] { (void)parse_identity_file("# only a comment\n"); }) == Code::Failed);
}

TEST_CASE("identity: lines and files have limits", "[crypto][age]") {
  CHECK(file_message_of("AGE-SECRET-KEY-1" + std::string(70000, 'Q')).starts_with("line 1: "));
  CHECK(code_of([] { (void)parse_identity_file(std::string((16U << 20U) + 1, '#')); }) ==
        Code::Failed);
}
