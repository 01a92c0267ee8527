// The words of a sops command line, read as sops reads them: by Go's rules for flags, of which
// `-name`, `--name`, `--name value` and `--name=value` are all good spellings.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::cli {

struct SopsFlag {
  enum class Takes { Nothing, Text, Texts, Number };

  std::string_view names;  // "in-place,i": the name that it is looked up by, then others
  Takes takes = Takes::Nothing;
  std::string_view help;
  std::string_view variable = {};  // the environment variable that stands for it when not given
};
using SopsFlags = std::vector<SopsFlag>;

enum class FlagOrder {
  First,    // flags end at the first word that is none, as in the words before a subcommand
  Anywhere  // a subcommand's flags may follow its arguments
};

using Variables = std::map<std::string, std::string, std::less<>>;

class SopsWords {
 public:
  // Throws SopsFailure (Generic) for an unknown flag, one without its value, or a value that is
  // none of its type.
  SopsWords(SopsFlags flags,
            std::vector<std::string> words,
            FlagOrder order,
            const Variables& environment);

  // By a flag's first name; a name that the command does not know counts as not given.
  [[nodiscard]] bool flag(std::string_view name) const;
  // "=false" was given.
  [[nodiscard]] bool denied(std::string_view name) const;
  // The last one given; empty texts count as not given, as in sops.
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
  [[nodiscard]] std::optional<int> number(std::string_view name) const;

  [[nodiscard]] const std::vector<std::string>& arguments() const noexcept { return arguments_; }
  // The same words with only the first `count` arguments.
  [[nodiscard]] SopsWords with_arguments(std::size_t count) const;

 private:
  [[nodiscard]] const SopsFlag* find(std::string_view name) const;
  [[nodiscard]] bool is_flag(std::string_view word) const;
  [[nodiscard]] std::vector<std::string> flags_first(std::vector<std::string> words) const;
  void read(const std::vector<std::string>& words);
  void take(const SopsFlag& flag, std::string value);

  SopsFlags flags_;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> arguments_;
};

}  // namespace holdfast::cli
