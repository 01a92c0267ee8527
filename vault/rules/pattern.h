// Regular expressions as Go has them (RE2): the one regex engine of holdfast.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace holdfast::vault {

// Thread-safe for matching.
class Pattern {
 public:
  // Throws Failed with RE2's reason: sops lets a bad selection regex match nothing, and leaves the
  // secrets in the clear.
  explicit Pattern(std::string_view expression);
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  // True if the expression matches anywhere in the text.
  [[nodiscard]] bool found_in(std::string_view text) const;
  [[nodiscard]] const std::string& expression() const noexcept { return expression_; }

 private:
  struct Compiled;
  std::string expression_;
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace holdfast::vault
