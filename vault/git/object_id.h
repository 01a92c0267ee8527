// The name of a Git object (SHA-1).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::vault::git {

struct ObjectId {
  std::array<std::uint8_t, 20> raw{};

  [[nodiscard]] std::string hex() const;
  // 40 hexadecimal digits, or nullopt.
  [[nodiscard]] static std::optional<ObjectId> parse(std::string_view hex);

  // NOLINTNEXTLINE(modernize-use-nullptr): clang 14 sees a null pointer in a defaulted <=>
  friend auto operator<=>(const ObjectId& one, const ObjectId& other) = default;
};

}  // namespace holdfast::vault::git
