#include "vault/rules/pattern.h"

#include "src/base/error.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <utility>

namespace holdfast::vault {

namespace {

constexpr std::size_t kMaxExpression = std::size_t{64} << 10U;  // a hostile file must not choose
constexpr std::int64_t kMaxMemory = std::int64_t{8} << 20U;     // our time or memory

RE2::Options options() {
  RE2::Options result;
  result.set_log_errors(false);  // the reason goes into our own error
  result.set_never_capture(true);
  result.set_max_mem(kMaxMemory);
  return result;
}

// RE2 knows `\C` (any byte), Go does not: sops would let the expression match nothing.
bool has_any_byte_escape(std::string_view expression) {
  for (std::size_t at = 0; at + 1 < expression.size(); ++at) {
    if (expression[at] != '\\') continue;
    ++at;
    if (expression[at] == 'C') return true;
    if (expression[at] != 'Q') continue;
    at = expression.find("\\E", at);
    if (at == std::string_view::npos) return false;
    ++at;
  }
  return false;
}

Error refusal(std::string_view reason) {
  Error error(Code::Failed, fmt::format("invalid regular expression: {}", reason));
  error.hint(
      "write it in RE2 syntax, which has no look-around and no back-references: put a rule for the "
      "exception above the general one instead");
  return error;
}

}  // namespace

struct Pattern::Compiled {
  RE2 program;

  explicit Compiled(const std::string& expression) : program(expression, options()) {}
};

Pattern::Pattern(std::string_view expression) : expression_(expression) {
  if (expression.size() > kMaxExpression)
    throw refusal(fmt::format("longer than {} bytes", kMaxExpression));
  if (has_any_byte_escape(expression)) throw refusal("invalid escape sequence: \\C");
  auto compiled = std::make_unique<const Compiled>(expression_);
  if (!compiled->program.ok()) throw refusal(compiled->program.error());
  compiled_ = std::move(compiled);
}

Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

bool Pattern::found_in(std::string_view text) const {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled_->program);
}

}  // namespace holdfast::vault
