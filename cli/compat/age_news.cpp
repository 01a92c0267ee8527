#include "cli/compat/age_news.h"

#include "src/base/json.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::cli {

void AgeNews::warn(std::string_view text) const {
  terminal_.say(fmt::format("{}: warning: {}", program_, text));
}

void AgeNews::report(const Error& error) const {
  terminal_.say(fmt::format("{}: error: {}", program_, error.what()));
  hint(error.advice());
}

void AgeNews::hint(std::string_view advice) const {
  while (!advice.empty()) {
    const std::size_t end = std::min(advice.find('\n'), advice.size());
    terminal_.say(fmt::format("{}: hint: {}", program_, advice.substr(0, end)));
    advice.remove_prefix(std::min(end + 1, advice.size()));
  }
}

std::string in_quotes(std::string_view word) {
  for (const std::string_view start : {"AGE-SECRET-KEY-", "AGE-PLUGIN-"}) {
    if (word.starts_with(start)) return fmt::format("\"{}...\"", start);
  }
  return Json(word).dump(false);
}

Error with_context(std::string_view before, const Error& error) {
  return Error(error.code(), fmt::format("{}: {}", before, error.what())).hint(error.advice());
}

}  // namespace holdfast::cli
