#include "cli/compat/sops.h"

#include "cli/compat/sops_commands.h"
#include "cli/compat/sops_failure.h"
#include "cli/compat/sops_flags.h"
#include "cli/compat/sops_help.h"
#include "cli/compat/sops_verbs.h"
#include "cli/compat/sops_words.h"
#include "src/base/version.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>

namespace holdfast::cli {

namespace {

constexpr int kNoSuchHelp = 3;  // sops's answer to an unknown word after `groups`

int print(Context& context, const std::string& text) {
  context.terminal.out(text);
  return 0;
}

int run_command(const SopsCommand& command,
                const SopsWords& global,
                std::vector<std::string> rest,
                Context& context) {
  const SopsWords words(
      command.flags(), std::move(rest), FlagOrder::Anywhere, context.environment.sops);
  if (words.flag("help")) return print(context, sops_help(command));
  const SopsCall call{context, global, words, std::string(command.name)};
  require_named_config(call);
  return command.run(call);
}

// The word after `groups` or `completion` makes the command.
int run_in_group(const std::string& group,
                 const SopsWords& global,
                 std::vector<std::string> rest,
                 Context& context) {
  if (rest.empty() || rest.front() == "--help" || rest.front() == "-h") {
    return print(context, sops_group_help(group));
  }
  const SopsCommand* command = find_sops_command(fmt::format("{} {}", group, rest.front()));
  if (command == nullptr) {
    context.terminal.say(fmt::format("no help topic for '{}'", rest.front()));
    return kNoSuchHelp;
  }
  rest.erase(rest.begin());
  return run_command(*command, global, std::move(rest), context);
}

int print_help(const std::vector<std::string>& rest, Context& context) {
  if (rest.empty()) return print(context, sops_help());
  if (is_sops_command_group(rest.front())) return print(context, sops_group_help(rest.front()));
  if (const SopsCommand* command = find_sops_command(rest.front())) {
    return print(context, sops_help(*command));
  }
  context.terminal.say(fmt::format("no help topic for '{}'", rest.front()));
  return kNoSuchHelp;
}

// The older form, where a flag says what is to be done with the file.
std::string_view mode_of(const SopsWords& words, Context& context) {
  struct Mode {
    std::string_view command;
    bool chosen;
  };
  const std::array modes{Mode{"encrypt", words.flag("encrypt")},
                         Mode{"decrypt", words.flag("decrypt")},
                         Mode{"rotate", words.flag("rotate")},
                         Mode{"set", words.text("set").has_value()}};
  std::string_view mode = "edit";
  for (const Mode& each : modes) {
    if (!each.chosen) continue;
    if (mode != "edit") context.warn("several commands were given: only the last one is done");
    mode = each.command;
  }
  return mode;
}

int run_older_form(const SopsWords& words, Context& context) {
  const std::string_view mode = mode_of(words, context);
  if (words.arguments().empty()) throw SopsFailure(SopsCode::NoFile, "no file specified");
  const SopsCall call{context, words, words, std::string(mode)};
  require_named_config(call);
  return mode == "set" ? sops_older_set(call) : find_sops_command(mode)->run(call);
}

int dispatch(Context& context, std::vector<std::string> given) {
  const SopsWords global(
      sops_global_flags(), std::move(given), FlagOrder::First, context.environment.sops);
  if (global.flag("help")) return print(context, sops_help());
  if (global.flag("version")) {
    return print(context, fmt::format("sops {} (holdfast {})\n", kSopsVersion, version()));
  }
  if (global.arguments().empty()) return run_older_form(global, context);
  const std::string& first = global.arguments().front();
  std::vector<std::string> rest(global.arguments().begin() + 1, global.arguments().end());
  if (first == "help" || first == "h") return print_help(rest, context);
  if (is_sops_command_group(first)) return run_in_group(first, global, std::move(rest), context);
  if (const SopsCommand* command = find_sops_command(first)) {
    return run_command(*command, global, std::move(rest), context);
  }
  return run_older_form(global, context);
}

int report(const Error& error, SopsCode code, const Context& context) {
  context.terminal.say(error.what());
  if (!error.advice().empty()) context.terminal.say(fmt::format("hint: {}", error.advice()));
  return static_cast<int>(code);
}

}  // namespace

std::optional<std::vector<std::string>> sops_words(std::span<char*> arguments) {
  if (arguments.empty()) return std::nullopt;
  const bool by_name = Path(arguments.front()).filename() == "sops";
  const bool by_word = arguments.size() > 1 && std::string_view(arguments[1]) == "sops";
  if (!by_name && !by_word) return std::nullopt;
  return std::vector<std::string>(arguments.begin() + (by_name ? 1 : 2), arguments.end());
}

int run_sops(Context& context, std::vector<std::string> words) {
  context.options.gpg = true;  // as sops: asked only where PGP keys are listed
  try {
    return dispatch(context, std::move(words));
  } catch (const SopsFailure& failure) {
    return report(failure.error(), failure.code(), context);
  } catch (const Error& error) {
    return report(error, SopsCode::Generic, context);
  }
}

}  // namespace holdfast::cli
