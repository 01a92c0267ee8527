// The one exception class of holdfast; its code is the exit code of the program.
#pragma once

#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace holdfast {

using Path = std::filesystem::path;

// Why something failed. The numbers are the program's exit codes (docs/reference/exit-codes.md).
enum class Code : int {
  Failed = 1,      // a reason with no code of its own
  Usage = 2,       // wrong words on the command line
  Integrity = 4,   // a MAC, tag, checksum or signature does not hold
  NoIdentity = 5,  // no identity at hand can decrypt
  Refused = 6,     // would lose data or leave a key without a backup
  Locked = 7,      // another holdfast holds the lock
  Stopped = 8,     // stopped midway; --resume goes on
};

// A failure that a person must act on: what failed, in which file, at which key path, why, and
// what to do next. Text is lower case, without a full stop, and never holds a secret value.
// Copying never throws.
class Error final : public std::exception {
 public:
  Error(Code code, std::string text);

  // Adds where it happened; the innermost caller knows best, so a place once set stays.
  Error& in_file(const Path& file);
  Error& at_key(std::string_view key_path);
  // Sets what the user can do next, as an imperative; the first hint stays.
  Error& hint(std::string_view advice);

  [[nodiscard]] Code code() const noexcept;
  // "FILE: KEY PATH: TEXT", without the parts that are not known.
  [[nodiscard]] const char* what() const noexcept override;
  [[nodiscard]] const std::string& advice() const noexcept;
  [[nodiscard]] const std::string& file() const noexcept;

 private:
  struct Details;
  std::shared_ptr<Details> details_;  // shared, so that copies made while unwinding cannot throw
};

// Of several failures in one run, the code that the program ends with: the first of 4, 6, 5, 8,
// 7, 1 that occurred.
[[nodiscard]] Code graver(Code one, Code other) noexcept;

}  // namespace holdfast
