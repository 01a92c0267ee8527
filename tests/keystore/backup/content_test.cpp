#include "keystore/backup/content.h"

#include "tests/support/catch.h"
#include "tests/support/toy_keystore.h"

#include <functional>

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::code_of;
using holdfast::test::ToyKeystore;

namespace {

struct Fixture {
  ToyKeystore toy;
  std::string recipient = toy.add_key("prod");
  BackupLabel label{"name", test::fixed_clock()()};
  SecretText tar = pack(toy.write(), label);

  using Change = std::function<void(std::vector<ArchiveEntry>&)>;
  [[nodiscard]] Code code_after(const Change& change) const {
    std::vector<ArchiveEntry> entries = read_tar(tar.expose_bytes());
    change(entries);
    const SecretText changed = write_tar(entries, label.taken);
    return code_of([&] { (void)check_packed(changed.expose_bytes()); });
  }
};

}  // namespace

TEST_CASE("content: what was packed is found again", "[keystore]") {
  const Fixture f;
  CHECK(check_packed(f.tar.expose_bytes()) == std::vector<std::string>{f.recipient});
  CHECK(recipients_inside(f.toy.read()) == std::vector<std::string>{f.recipient});
}

TEST_CASE("content: a file that is changed, gone or added is noticed", "[keystore]") {
  const Fixture f;
  const std::size_t files = read_tar(f.tar.expose_bytes()).size();
  for (std::size_t i = 0; i < files; ++i) {
    CHECK(f.code_after([i](auto& entries) {
      entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(i));
    }) == Code::Integrity);
  }
  CHECK(f.code_after([](auto& entries) { entries.front().content.append(' '); }) ==
        Code::Integrity);
  CHECK(f.code_after([](auto& entries) {
    entries.push_back({"more", SecretText("x")});
  }) == Code::Integrity);
}
