#include "keystore/audit/log_check.h"

#include "keystore/audit/log_chain.h"
#include "keystore/signing/signed_file.h"
#include "src/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/toy_keystore.h"

using namespace holdfast;
using namespace holdfast::keystore;

namespace {

struct Fixture {
  test::ToyKeystore toy;
  Ed25519PublicKey signer = toy.read().signer();
  std::string root = toy.read().log_heads().front();

  Fixture() {
    (void)toy.add_key("a");
    (void)toy.add_key("b");
  }
  [[nodiscard]] LogReport check(const std::vector<std::string>& anchors = {}) const {
    return verify_log(toy.folder(), signer, anchors);
  }
  [[nodiscard]] Path root_file() const { return log_file(toy.folder(), root); }
};

}  // namespace

TEST_CASE("log_check: a whole log has no findings", "[keystore]") {
  const Fixture f;
  const LogReport report = f.check({f.root});
  CHECK(report.findings.empty());
  CHECK(report.entries == 3);
  CHECK(report.heads == f.toy.read().log_heads());
}

TEST_CASE("log_check: a changed entry is one finding that names it", "[keystore]") {
  const Fixture f;
  write_file(f.root_file(), read_file(f.root_file()) + " ", kPrivate);
  REQUIRE(f.check().findings.size() == 1);
  CHECK_THAT(f.check().findings.front(), Catch::Contains(f.root));
}

TEST_CASE("log_check: a signature that is gone from the middle is found", "[keystore]") {
  const Fixture f;
  std::filesystem::remove(signature_of(f.root_file()));
  REQUIRE(f.check().findings.size() == 1);
  CHECK_THAT(f.check().findings.front(), Catch::Contains(f.root));
}

TEST_CASE("log_check: an entry that is gone is found by its child", "[keystore]") {
  const Fixture f;
  std::filesystem::remove(f.root_file());
  REQUIRE(f.check().findings.size() == 1);
  CHECK_THAT(f.check().findings.front(), Catch::Contains(f.root));
}

TEST_CASE("log_check: a head that is gone is found by an anchor alone", "[keystore]") {
  const Fixture f;
  const std::string head = f.check().heads.front();
  std::filesystem::remove(log_file(f.toy.folder(), head));
  CHECK(f.check().findings.empty());
  CHECK(f.check({head}).findings.size() == 1);
}
