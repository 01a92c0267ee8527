#include "keystore/store/key_state.h"

#include "src/base/error.h"

#include <array>
#include <string>

namespace holdfast::keystore {

namespace {

constexpr std::array<std::string_view, 5> kNames{
    "staged", "active", "retiring", "retired", "destroyed"};

}  // namespace

std::string_view state_name(KeyState state) noexcept {
  return kNames.at(static_cast<std::size_t>(state));
}

KeyState parse_state(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames.at(i) == name) return static_cast<KeyState>(i);
  }
  throw Error(Code::Failed, "unknown key state \"" + std::string(name) + "\"");
}

bool belongs_in_secret(KeyState state) noexcept {
  return state == KeyState::Staged || state == KeyState::Active || state == KeyState::Retiring;
}

}  // namespace holdfast::keystore
