// The only include of Catch2, so that its version is one file's matter.
#pragma once

#include "src/base/error.h"

#include <catch2/catch.hpp>

#include <string>

namespace holdfast::test {

// Runs `action`, which must throw an Error, and returns it.
template <class Action>
Error error_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  FAIL("no error was thrown");
  throw Error(Code::Failed, "not reached");
}

// The exit code of the Error that `action` must throw.
template <class Action>
Code code_of(const Action& action) {
  return error_of(action).code();
}

}  // namespace holdfast::test

template <>
struct Catch::StringMaker<holdfast::Code> {
  static std::string convert(holdfast::Code code) {
    return "exit code " + std::to_string(static_cast<int>(code));
  }
};
