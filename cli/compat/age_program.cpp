#include "cli/compat/age_program.h"

#include "cli/compat/age_commands.h"
#include "cli/compat/age_help.h"
#include "src/base/error.h"

#include <fmt/format.h>

#include <array>
#include <exception>
#include <string_view>

namespace holdfast::cli {

namespace {

struct Name {
  std::string_view name;
  AgeProgram program;
};
constexpr std::array kLinks{Name{"age", AgeProgram::Age},
                            Name{"age-keygen", AgeProgram::Keygen},
                            Name{"age-inspect", AgeProgram::Inspect}};

// What `holdfast age` has names for beside age's own flags.
struct Command {
  std::string_view name;
  AgeProgram program;
  std::string_view flag;  // that says the same to age
};
constexpr std::array kCommands{Command{"encrypt", AgeProgram::Age, "-e"},
                               Command{"decrypt", AgeProgram::Age, "-d"},
                               Command{"keygen", AgeProgram::Keygen, ""},
                               Command{"inspect", AgeProgram::Inspect, ""}};

template <class List>
const typename List::value_type* find(const List& list, std::string_view name) {
  for (const auto& one : list) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

std::string_view program_name(AgeProgram program) {
  for (const Name& one : kLinks) {
    if (one.program == program) return one.name;
  }
  return "age";
}

int run_itself(const AgeCall& call,
               std::optional<AgeEnvironment> environment,
               const AgeNews& news) {
  const AgeOptions options = read_age_options(call.words, call.shown_as);
  if (const auto code = answer_usage(options.flags, options.version, kAgeUsage, news)) return *code;
  if (call.words.empty()) {
    news.say(kAgeUsage.substr(0, kAgeUsage.size() - 1));
    return 1;
  }
  check_age_options(options, news);
  if (!environment) environment = AgeEnvironment::read();
  (options.decrypt ? age_decrypt : age_encrypt)(options, std::move(*environment), news);
  return 0;
}

int run_program(const AgeCall& call,
                std::optional<AgeEnvironment> environment,
                const AgeNews& news) {
  switch (call.program) {
    case AgeProgram::Keygen:
      return age_keygen(call.words, news);
    case AgeProgram::Inspect:
      return age_inspect(call.words, news);
    case AgeProgram::Age:
      break;
  }
  return run_itself(call, std::move(environment), news);
}

}  // namespace

AgeCall age_call(std::vector<std::string> words) {
  const Command* command = words.empty() ? nullptr : find(kCommands, words.front());
  if (command == nullptr) return {AgeProgram::Age, "holdfast age", std::move(words)};
  words.erase(words.begin());
  if (!command->flag.empty()) words.insert(words.begin(), std::string(command->flag));
  return {command->program, "holdfast age", std::move(words)};
}

std::optional<AgeCall> find_age_call(std::span<char* const> arguments) {
  if (arguments.empty()) return std::nullopt;
  std::string_view own = arguments[0];
  own.remove_prefix(own.rfind('/') + 1);
  const Name* link = find(kLinks, own);
  if (link != nullptr) {
    return AgeCall{link->program, std::string(own), {arguments.begin() + 1, arguments.end()}};
  }
  if (arguments.size() < 2 || std::string_view(arguments[1]) != "age") return std::nullopt;
  return age_call({arguments.begin() + 2, arguments.end()});
}

int run_age(const AgeCall& call, Terminal& terminal, std::optional<AgeEnvironment> environment) {
  const AgeNews news(terminal, program_name(call.program));
  try {
    return run_program(call, std::move(environment), news);
  } catch (const Error& error) {
    news.report(error);
  } catch (const std::bad_alloc&) {
    news.say(fmt::format("{}: error: out of memory", news.program()));
  } catch (const std::exception& error) {
    news.say(fmt::format("{}: error: unexpected: {}", news.program(), error.what()));
  }
  return 1;
}

}  // namespace holdfast::cli
