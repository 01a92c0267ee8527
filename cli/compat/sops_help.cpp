#include "cli/compat/sops_help.h"

#include "cli/compat/sops_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace holdfast::cli {

namespace {

std::string flag_line(const SopsFlag& flag) {
  const std::string_view value = flag.takes == SopsFlag::Takes::Nothing ? "" : " value";
  std::string names;
  for (const std::string& name : spellings(flag)) {
    names += fmt::format("{}{}{}", names.empty() ? "" : ", ", name, value);
  }
  const std::string variable = flag.variable.empty() ? "" : fmt::format(" [${}]", flag.variable);
  return fmt::format("   {:<40} {}{}\n", names, flag.help, variable);
}

std::string flag_lines(const SopsFlags& flags) {
  std::string lines;
  for (const SopsFlag& flag : flags) lines += flag_line(flag);
  return lines;
}

std::string command_lines(std::string_view start) {
  std::string lines;
  for (const SopsCommand& command : sops_commands()) {
    if (!command.name.starts_with(start)) continue;
    lines += fmt::format("   {:<16} {}\n", command.name, command.help);
  }
  return lines;
}

}  // namespace

std::vector<std::string> spellings(const SopsFlag& flag) {
  std::vector<std::string> result;
  std::string_view names = flag.names;
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    result.push_back(fmt::format("{}{}", name.size() == 1 ? "-" : "--", name));
  }
  return result;
}

std::string sops_help() {
  return fmt::format(
      "NAME:\n   sops - the command line of sops, by holdfast\n\n"
      "USAGE:\n   sops [flags] COMMAND [flags] [file]\n   sops -d|-e|-r [flags] FILE\n"
      "   sops [flags] FILE     (edit)\n\n"
      "COMMANDS:\n{}\nGLOBAL OPTIONS:\n{}",
      command_lines(""),
      flag_lines(sops_global_flags()));
}

std::string sops_help(const SopsCommand& command) {
  return fmt::format("NAME:\n   sops {} - {}\n\nUSAGE:\n   sops {} [flags] {}\n\nOPTIONS:\n{}",
                     command.name,
                     command.help,
                     command.name,
                     command.arguments,
                     flag_lines(command.flags()));
}

std::string sops_group_help(std::string_view group) {
  return fmt::format("NAME:\n   sops {0}\n\nUSAGE:\n   sops {0} COMMAND [flags]\n\nCOMMANDS:\n{1}",
                     group,
                     command_lines(fmt::format("{} ", group)));
}

}  // namespace holdfast::cli
