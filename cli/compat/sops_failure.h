// How a sops command line ends: sops's exit codes, which its callers know by number.
#pragma once

#include "src/base/error.h"

#include <exception>
#include <string>
#include <utility>

namespace holdfast::cli {

enum class SopsCode : int {
  Generic = 1,  // configuration, keys, metadata, arguments
  CannotReadInput = 2,
  CannotOpenOutput = 3,
  CannotWriteFormat = 4,
  BadSetPath = 7,
  ConflictingParameters = 8,
  CannotEncrypt = 23,
  CannotDecrypt = 25,
  NoFileForKeys = 49,
  MacMismatch = 51,
  BadExtractPath = 91,
  NoDocument = 92,
  NoFile = 100,
  BadDecryptionOrder = 112,
  NoDataKey = 128,
  EditUnchanged = 200,
  EditorFailed = 201,
  AlreadyEncrypted = 203,
};

// Thrown by everything below cli/compat for an end other than 0.
class SopsFailure final : public std::exception {
 public:
  // NOLINTNEXTLINE(bugprone-throw-keyword-missing): what is kept is thrown with its code
  SopsFailure(SopsCode code, Error error) noexcept : code_(code), error_(std::move(error)) {}
  SopsFailure(SopsCode code, std::string text)
      : SopsFailure(code, Error(Code::Failed, std::move(text))) {}

  [[nodiscard]] SopsCode code() const noexcept { return code_; }
  [[nodiscard]] const Error& error() const noexcept { return error_; }
  [[nodiscard]] const char* what() const noexcept override { return error_.what(); }

 private:
  SopsCode code_;
  Error error_;
};

// Does one step of a command; an Error in it becomes a failure with `code`.
template <class Step>
auto or_fail(SopsCode code, const Step& step) {
  try {
    return step();
  } catch (const Error& error) {
    throw SopsFailure(code, error);
  }
}

}  // namespace holdfast::cli
