#include "vault/overlay/sniff.h"

#include "tests/support/catch.h"
#include "tests/support/fixture.h"

namespace holdfast::vault {

namespace {

std::optional<Format> sniffed(const std::string& vector, const Path& name) {
  return sniff(name, test::read_fixture(Path("sops") / vector));
}

}  // namespace

TEST_CASE("sniff: every format is told from its content", "[vault]") {
  CHECK(sniffed("04-default-suffix.enc.yaml", "a.txt") == Format::Yaml);
  CHECK(sniffed("08-json.enc.json", "a.json") == Format::Json);
  CHECK(sniffed("09-dotenv.enc.env", "a.txt") == Format::Dotenv);
  CHECK(sniffed("10-ini.enc.ini", "a.conf") == Format::Ini);
  CHECK(sniffed("28-ini-quoted-metadata.enc.ini", "a.ini") == Format::Ini);
  CHECK(sniffed("11-binary.enc.bin", "a.bin") == Format::Binary);
}

TEST_CASE("sniff: the name tells JSON from what sops made of any file", "[vault]") {
  CHECK(sniffed("11-binary.enc.bin", "a.json") == Format::Json);
  CHECK(sniffed("08-json.enc.json", "kubeconfig") == Format::Binary);
}

TEST_CASE("sniff: plain files are none", "[vault]") {
  CHECK_FALSE(sniff("a.env", "A=1\nsops=2\n"));
  CHECK_FALSE(sniff("a.md", "[sops]\nis a section\n"));
  CHECK_FALSE(sniff("a.yaml", "sopsy: lastmodified\n"));
}

}  // namespace holdfast::vault
