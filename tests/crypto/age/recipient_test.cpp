#include "crypto/age/recipient.h"

#include "tests/support/catch.h"

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::error_of;

namespace {

const std::string kOne = "age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846";
const std::string kOther = "age1tdhfy7u5vt5qpr925xle9w6zvddspav4plmp4rcjqc0wvahpna8q2k0f4n";

std::string message_of(std::string_view text) {
  return error_of([&] { (void)parse_recipient(text); }).what();
}

}  // namespace

TEST_CASE("recipient: reads and prints a native one", "[crypto][age]") {
  CHECK(parse_recipient(kOne)->text() == kOne);
}

TEST_CASE("recipient: kinds that are not supported are named", "[crypto][age]") {
  CHECK(message_of("ssh-ed25519 AAAA").find("SSH") != std::string::npos);
}

TEST_CASE("recipient: an identity in its place is not repeated", "[crypto][age]") {
  const std::string identity =
      "AGE-SECRET-KEY-127MEZ2MS9Z206TDFMFMDKCTNQ2G4Z39PATDM6EFH8QZR8XJLXWUQV4DU56";
  const Error error = error_of([&] { (void)parse_recipient(identity); });
  CHECK(std::string(error.what()).find("MEZ2MS9") == std::string::npos);
  CHECK(error.advice().find("MEZ2MS9") == std::string::npos);
  CHECK(std::string(error.what()).find("identity") != std::string::npos);
}

TEST_CASE("recipient: malformed ones are refused", "[crypto][age]") {
  for (const std::string& text : {std::string(),
                                  std::string("age1"),
                                  kOne + " ",
                                  " " + kOne,
                                  kOne.substr(0, 60),
                                  std::string("AGE19W25X89")}) {
    CHECK(error_of([&] { (void)parse_recipient(text); }).code() == Code::Failed);
  }
}

TEST_CASE("recipient: a file has one a line", "[crypto][age]") {
  const Recipients recipients = parse_recipients_file("# us\n" + kOne + "\r\n\n" + kOther);
  CHECK(recipients.size() == 2);
  CHECK(recipients[1]->text() == kOther);
  const Error error = error_of([&] { (void)parse_recipients_file(kOne + "\n" + kOther + "x\n"); });
  CHECK(std::string(error.what()).starts_with("line 2: "));
}
