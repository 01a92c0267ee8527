// What age's programs say on stderr.
#pragma once

#include "cli/terminal.h"
#include "src/base/error.h"

#include <string>
#include <string_view>

namespace holdfast::cli {

class AgeNews {
 public:
  // Both must outlive this.
  AgeNews(Terminal& terminal, std::string_view program) : terminal_(terminal), program_(program) {}

  // "age: warning: ..."
  void warn(std::string_view text) const;
  // "age: error: ...", and a line "age: hint: ..." for each line of advice.
  void report(const Error& error) const;
  // One line as it is.
  void say(std::string_view line) const { terminal_.say(line); }

  [[nodiscard]] Terminal& terminal() const { return terminal_; }
  [[nodiscard]] std::string_view program() const { return program_; }

 private:
  void hint(std::string_view advice) const;

  Terminal& terminal_;
  std::string_view program_;
};

// A word of the command line or a file's name, quoted for an error text; an identity that someone
// typed where it does not belong is not repeated.
[[nodiscard]] std::string in_quotes(std::string_view word);

// The same error with "BEFORE: " in front.
[[nodiscard]] Error with_context(std::string_view before, const Error& error);

}  // namespace holdfast::cli
