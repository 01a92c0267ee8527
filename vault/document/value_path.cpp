#include "vault/document/value_path.h"

#include "src/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace holdfast::vault {

namespace {

Error malformed_path() {
  return Error(Code::Usage, "malformed path").hint(R"(write it like '["data"]["list"][0]')");
}

PathStep parse_step(std::string_view text) {
  const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
                      text.back() == text.front();
  if (quoted) return {std::string(text.substr(1, text.size() - 2)), std::nullopt};
  std::size_t position = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), position);
  if (fault != std::errc() || end != text.data() + text.size()) throw malformed_path();
  return {{}, position};
}

}  // namespace

ValuePath parse_value_path(std::string_view text) {
  ValuePath path;
  while (!text.empty()) {
    if (text.front() != '[') throw malformed_path();
    const std::size_t end = std::min(text.find('[', 1), text.size());
    const std::string_view step = text.substr(1, end - 1);
    if (!step.ends_with(']')) throw malformed_path();
    path.push_back(parse_step(step.substr(0, step.size() - 1)));
    text.remove_prefix(end);
  }
  return path;
}

std::string print_value_path(const ValuePath& path) {
  std::string text;
  for (const PathStep& step : path) {
    if (step.position) {
      text += fmt::format("[{}]", *step.position);
    } else {
      text += (text.empty() ? "" : ".") + step.key;
    }
  }
  return text;
}

}  // namespace holdfast::vault
