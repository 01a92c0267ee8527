#include "keystore/store/key_state.h"

#include "tests/support/catch.h"

using namespace holdfast;
using namespace holdfast::keystore;

TEST_CASE("key_state: names are read back", "[keystore]") {
  for (const auto state : {KeyState::Staged,
                           KeyState::Active,
                           KeyState::Retiring,
                           KeyState::Retired,
                           KeyState::Destroyed}) {
    CHECK(parse_state(state_name(state)) == state);
  }
  CHECK(test::code_of([] { (void)parse_state("Active"); }) == Code::Failed);
}

TEST_CASE("key_state: the Secret holds staged, active and retiring keys", "[keystore]") {
  CHECK(belongs_in_secret(KeyState::Staged));
  CHECK(belongs_in_secret(KeyState::Active));
  CHECK(belongs_in_secret(KeyState::Retiring));
  CHECK_FALSE(belongs_in_secret(KeyState::Retired));
  CHECK_FALSE(belongs_in_secret(KeyState::Destroyed));
}
