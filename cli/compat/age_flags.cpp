#include "cli/compat/age_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace holdfast::cli {

namespace {

constexpr std::array<std::string_view, 6> kTrue{"1", "t", "T", "true", "TRUE", "True"};
constexpr std::array<std::string_view, 6> kFalse{"0", "f", "F", "false", "FALSE", "False"};

bool set_bool(std::string_view value, bool& into) {
  const bool yes = std::ranges::find(kTrue, value) != kTrue.end();
  if (!yes && std::ranges::find(kFalse, value) == kFalse.end()) return false;
  into = yes;
  return true;
}

struct Word {
  std::string_view name;
  std::optional<std::string_view> value;  // after "="
};

// A word that starts with a dash and is more than a dash.
Word split(std::string_view word) {
  word.remove_prefix(word.starts_with("--") ? 2 : 1);
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos) return {word, std::nullopt};
  return {word.substr(0, equals), word.substr(equals + 1)};
}

bool is_flag(std::string_view word) { return word.size() > 1 && word.front() == '-'; }

bool is_malformed(const Word& word) {
  return word.name.empty() || word.name.front() == '-';  // "=" after no name
}

}  // namespace

void AgeFlags::declare(std::string_view names,
                       bool needs_value,
                       const std::function<bool(std::string_view)>& set) {
  while (!names.empty()) {
    const std::size_t comma = std::min(names.find(','), names.size());
    flags_.push_back({std::string(names.substr(0, comma)), set, needs_value});
    names.remove_prefix(std::min(comma + 1, names.size()));
  }
}

void AgeFlags::flag(std::string_view names, bool& into) {
  declare(names, false, [&into](std::string_view value) { return set_bool(value, into); });
}

void AgeFlags::value(std::string_view names, std::string& into) {
  each(names, [&into](std::string_view value) { into = value; });
}

void AgeFlags::each(std::string_view names, std::function<void(std::string_view)> take) {
  declare(names, true, [take = std::move(take)](std::string_view value) {
    take(value);
    return true;
  });
}

const AgeFlags::Flag* AgeFlags::find(std::string_view name) const {
  const auto found = std::ranges::find(flags_, name, &Flag::name);
  return found == flags_.end() ? nullptr : &*found;
}

AgeFlags::Parsed AgeFlags::parse(const std::vector<std::string>& words) const {
  auto next = words.begin();
  while (next != words.end() && is_flag(*next)) {
    const std::string& text = *next++;
    if (text == "--") break;
    Word word = split(text);
    if (is_malformed(word)) return {"bad flag syntax: " + text, false, {}};
    const Flag* flag = find(word.name);
    if (flag == nullptr) {
      if (word.name == "h" || word.name == "help") return {{}, true, {}};
      return {fmt::format("flag provided but not defined: -{}", word.name), false, {}};
    }
    if (!word.value && flag->needs_value) {
      if (next == words.end()) {
        return {fmt::format("flag needs an argument: -{}", word.name), false, {}};
      }
      word.value = *next++;
    }
    if (!flag->set(word.value.value_or("true"))) {
      return {
          fmt::format("invalid boolean value \"{}\" for -{}: parse error", *word.value, word.name),
          false,
          {}};
    }
  }
  return {{}, false, {next, words.end()}};
}

}  // namespace holdfast::cli
