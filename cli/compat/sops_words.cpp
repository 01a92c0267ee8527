#include "cli/compat/sops_words.h"

#include "cli/compat/sops_failure.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

namespace holdfast::cli {

namespace {

using Takes = SopsFlag::Takes;

std::string_view first_name(const SopsFlag& flag) {
  return flag.names.substr(0, flag.names.find(','));
}

bool has_name(const SopsFlag& flag, std::string_view name) {
  std::string_view names = flag.names;
  while (!names.empty()) {
    const std::string_view one = names.substr(0, names.find(','));
    if (one == name) return true;
    names.remove_prefix(std::min(names.size(), one.size() + 1));
  }
  return false;
}

// "name" or "name=value", without the dashes.
std::string_view without_dashes(std::string_view word) {
  word.remove_prefix(word.starts_with("--") ? 2 : 1);
  return word;
}

std::optional<bool> as_bool(std::string_view text) {
  constexpr std::array<std::string_view, 6> kTrue{"1", "t", "T", "true", "True", "TRUE"};
  constexpr std::array<std::string_view, 6> kFalse{"0", "f", "F", "false", "False", "FALSE"};
  if (std::ranges::find(kTrue, text) != kTrue.end()) return true;
  if (std::ranges::find(kFalse, text) != kFalse.end()) return false;
  return std::nullopt;
}

std::optional<int> as_int(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void require_type(const SopsFlag& flag, std::string_view value) {
  const bool good = (flag.takes != Takes::Nothing || as_bool(value)) &&
                    (flag.takes != Takes::Number || as_int(value));
  if (good) return;
  throw SopsFailure(SopsCode::Generic,
                    fmt::format("invalid value \"{}\" for flag -{}", value, first_name(flag)));
}

}  // namespace

SopsWords::SopsWords(SopsFlags flags,
                     std::vector<std::string> words,
                     FlagOrder order,
                     const Variables& environment)
    : flags_(std::move(flags)) {
  for (const SopsFlag& flag : flags_) {
    const auto variable = environment.find(flag.variable);
    if (flag.variable.empty() || variable == environment.end()) continue;
    if (!variable->second.empty()) take(flag, variable->second);
  }
  read(order == FlagOrder::First ? words : flags_first(std::move(words)));
}

const SopsFlag* SopsWords::find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(flags_, [name](const SopsFlag& flag) { return has_name(flag, name); });
  return found == flags_.end() ? nullptr : &*found;
}

bool SopsWords::is_flag(std::string_view word) const {
  if (!word.starts_with('-') || word == "-" || word == "--") return false;
  const std::string_view text = without_dashes(word);
  return find(text.substr(0, text.find('='))) != nullptr;
}

// A flag without "=" takes the word after it along, whether it has a value or not. So `-i FILE
// --output X` leaves --output among the arguments: callers that work with sops know.
std::vector<std::string> SopsWords::flags_first(std::vector<std::string> words) const {
  std::vector<std::string> first;
  std::vector<std::string> rest;
  bool takes_next = false;
  for (auto word = words.begin(); word != words.end(); ++word) {
    const bool flag = is_flag(*word);
    if (!flag && !takes_next && *word == "--") {
      rest.insert(rest.end(), word, words.end());
      break;
    }
    const bool goes_first = flag || takes_next;
    takes_next = flag && word->find('=') == std::string::npos;
    (goes_first ? first : rest).push_back(std::move(*word));
  }
  first.insert(first.end(), rest.begin(), rest.end());
  return first;
}

void SopsWords::read(const std::vector<std::string>& words) {
  auto word = words.begin();
  for (; word != words.end() && word->starts_with('-') && *word != "-"; ++word) {
    if (*word == "--") {
      ++word;
      break;
    }
    const std::string_view text = without_dashes(*word);
    const std::size_t equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    const SopsFlag* flag = find(name);
    if (flag == nullptr) {
      throw SopsFailure(SopsCode::Generic, fmt::format("flag provided but not defined: -{}", name));
    }
    if (equals != std::string_view::npos) {
      take(*flag, std::string(text.substr(equals + 1)));
    } else if (flag->takes == Takes::Nothing) {
      take(*flag, "true");
    } else if (std::next(word) == words.end()) {
      throw SopsFailure(SopsCode::Generic, fmt::format("flag needs an argument: -{}", name));
    } else {
      take(*flag, *++word);
    }
  }
  arguments_.assign(word, words.end());
}

void SopsWords::take(const SopsFlag& flag, std::string value) {
  require_type(flag, value);
  values_[std::string(first_name(flag))].push_back(std::move(value));
}

bool SopsWords::flag(std::string_view name) const {
  const auto found = values_.find(name);
  return found != values_.end() && as_bool(found->second.back()).value_or(false);
}

bool SopsWords::denied(std::string_view name) const {
  return values_.contains(name) && !flag(name);
}

std::optional<std::string> SopsWords::text(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end() || found->second.back().empty()) return std::nullopt;
  return found->second.back();
}

std::vector<std::string> SopsWords::texts(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

std::optional<int> SopsWords::number(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::nullopt : as_int(found->second.back());
}

SopsWords SopsWords::with_arguments(std::size_t count) const {
  SopsWords fewer = *this;
  fewer.arguments_.resize(std::min(count, arguments_.size()));
  return fewer;
}

}  // namespace holdfast::cli
