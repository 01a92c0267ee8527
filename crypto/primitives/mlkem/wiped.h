// A secret value on the stack.
#pragma once

#include "src/base/secret.h"

#include <type_traits>

namespace holdfast::mlkem {

// Wiped when its scope ends, by an exception too.
template <class T>
struct Wiped {
  static_assert(std::is_trivially_destructible_v<T>);

  Wiped() = default;
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  Wiped(Wiped&&) = delete;
  Wiped& operator=(Wiped&&) = delete;
  ~Wiped() { wipe(&value, sizeof value); }

  T value{};
};

}  // namespace holdfast::mlkem
