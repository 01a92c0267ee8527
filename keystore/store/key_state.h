// The life of a cluster key: staged, active, retiring, retired, destroyed.
#pragma once

#include <string_view>

namespace holdfast::keystore {

enum class KeyState { Staged, Active, Retiring, Retired, Destroyed };

[[nodiscard]] std::string_view state_name(KeyState state) noexcept;
// Throws Failed for a word that names no state.
[[nodiscard]] KeyState parse_state(std::string_view name);
// True if the key belongs into the cluster's Secret now: staged, active and retiring keys do.
[[nodiscard]] bool belongs_in_secret(KeyState state) noexcept;

}  // namespace holdfast::keystore
