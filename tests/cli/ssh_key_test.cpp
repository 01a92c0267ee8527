// Files for SSH keys, opened by the whole program.

#include "tests/support/catch.h"
#include "tests/support/cli.h"
#include "tests/support/fixture.h"

using namespace holdfast;
using holdfast::test::CliUser;
using holdfast::test::fixture;

namespace {

std::vector<std::string> decrypt_words(const CliUser& user,
                                       const std::string& variable,
                                       const std::string& name) {
  std::vector<std::string> words{"env", variable};
  for (const std::string& word : user.program()) words.push_back(word);
  words.emplace_back("decrypt");
  words.push_back(fixture("sops/" + name + ".enc.yaml").string());
  return words;
}

}  // namespace

TEST_CASE("ssh_key: decrypts what sops encrypted to one", "[cli]") {
  const CliUser user;
  for (const auto& [name, key] :
       {std::pair{"19-ssh-ed25519", "sops/ssh_ed25519"}, std::pair{"20-ssh-rsa", "sops/ssh_rsa"}}) {
    const std::string variable = "SOPS_AGE_SSH_PRIVATE_KEY_FILE=" + fixture(key).string();
    const auto result = user.run_program(user.home(), decrypt_words(user, variable, name));
    CHECK(result.code == 0);
    CHECK(result.out == test::read_fixture("sops/" + std::string(name) + ".dec.yaml"));
    const auto other = user.run_program(user.home(), decrypt_words(user, "HOME=/nowhere", name));
    CHECK(other.code == static_cast<int>(Code::NoIdentity));
  }
}

TEST_CASE("ssh_key: is found in the home folder", "[cli]") {
  const CliUser user;
  const std::string name = "19-ssh-ed25519";
  std::filesystem::create_directory(user.home() / ".ssh");
  std::filesystem::copy(fixture("sops/ssh_ed25519"), user.home() / ".ssh/id_ed25519");
  const std::string variable = "HOME=" + user.home().string();
  CHECK(user.run_program(user.home(), decrypt_words(user, variable, name)).code == 0);
}
