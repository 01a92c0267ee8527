#include "cli/compat/sops_commands.h"
#include "cli/compat/sops_flags.h"
#include "cli/compat/sops_help.h"
#include "cli/compat/sops_verbs.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::cli {

namespace {

std::string flag_words(const SopsFlags& flags) {
  std::vector<std::string> words;
  for (const SopsFlag& flag : flags) words.push_back(spellings(flag).front());
  return fmt::format("{}", fmt::join(words, " "));
}

// The words that may follow a first word: for a group its commands.
std::string second_words() {
  std::string cases;
  std::string group_words;
  std::string_view group;
  const auto close_group = [&] {
    if (!group.empty()) cases += fmt::format("    {}) words=\"{}\" ;;\n", group, group_words);
    group_words.clear();
  };
  for (const SopsCommand& command : sops_commands()) {
    const std::size_t blank = command.name.find(' ');
    if (blank == std::string_view::npos) {
      cases += fmt::format("    {}) words=\"{}\" ;;\n", command.name, flag_words(command.flags()));
      continue;
    }
    if (command.name.substr(0, blank) != group) close_group();
    group = command.name.substr(0, blank);
    group_words +=
        fmt::format("{}{}", group_words.empty() ? "" : " ", command.name.substr(blank + 1));
  }
  close_group();
  return cases;
}

std::string first_words() {
  std::vector<std::string_view> words;
  for (const SopsCommand& command : sops_commands()) {
    const std::string_view word = command.name.substr(0, command.name.find(' '));
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  }
  return fmt::format("{} {}", fmt::join(words, " "), flag_words(sops_global_flags()));
}

std::string bash_script() {
  return fmt::format(
      "_sops() {{\n  local words\n  case \"${{COMP_WORDS[1]}}\" in\n{}    *) words=\"{}\" ;;\n"
      "  esac\n  COMPREPLY=($(compgen -W \"$words\" -- \"${{COMP_WORDS[COMP_CWORD]}}\"))\n}}\n"
      "complete -o bashdefault -o default -F _sops sops\n",
      second_words(),
      first_words());
}

}  // namespace

int sops_completion(const SopsCall& call) {
  if (call.command == "completion zsh") {
    call.context.terminal.out("autoload -U compinit bashcompinit\ncompinit\nbashcompinit\n");
  }
  call.context.terminal.out(bash_script());
  return 0;
}

}  // namespace holdfast::cli
