#include "cli/arguments.h"

#include "src/base/error.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace holdfast::cli {

namespace {

// The deepest command that was given on the line.
const CLI::App* chosen(const CLI::App* app) {
  for (const auto& below : app->get_subcommands()) return chosen(below);
  return app;
}

std::string full_name(const CLI::App* app) {
  std::string name = app->get_name();
  for (const CLI::App* above = app->get_parent(); above != nullptr; above = above->get_parent()) {
    name = above->get_name() + " " + name;
  }
  return name;
}

}  // namespace

Arguments::Arguments(CLI::App& app,
                     std::shared_ptr<std::vector<std::pair<CLI::App*, Action>>> actions)
    : app_(&app), actions_(std::move(actions)) {}

Arguments Arguments::command(std::string_view name, std::string_view description) {
  CLI::App* below = app_->add_subcommand(std::string(name), std::string(description));
  below->fallthrough();  // global options work before and after the command
  return {*below, actions_};
}

void Arguments::word(std::string_view name, std::string& into, std::string_view help) {
  app_->add_option(std::string(name), into, std::string(help))->required()->type_name("");
}

void Arguments::words(std::string_view name,
                      std::vector<std::string>& into,
                      std::size_t least,
                      std::string_view help) {
  auto* option = app_->add_option(std::string(name), into, std::string(help))->type_name("");
  if (least > 0)
    option->required()->expected(static_cast<int>(least), CLI::detail::expected_max_vector_size);
}

void Arguments::optional_word(std::string_view name,
                              std::optional<std::string>& into,
                              std::string_view help) {
  app_->add_option(std::string(name), into, std::string(help))->type_name("");
}

void Arguments::flag(std::string_view names, bool& into, std::string_view help) {
  app_->add_flag(std::string(names), into, std::string(help));
}

void Arguments::option(std::string_view names,
                       std::optional<std::string>& into,
                       std::string_view value,
                       std::string_view help) {
  app_->add_option(std::string(names), into, std::string(help))->type_name(std::string(value));
}

void Arguments::options(std::string_view names,
                        std::vector<std::string>& into,
                        std::string_view value,
                        std::string_view help) {
  app_->add_option(std::string(names), into, std::string(help))
      ->type_name(std::string(value))
      ->expected(1)
      ->take_all();
}

void Arguments::foreign_words(std::vector<std::string>& into) {
  app_->fallthrough(false);
  app_->set_help_flag();
  app_->prefix_command();
  app_->final_callback([app = app_, &into] { into = app->remaining(); });
}

void Arguments::number(
    std::string_view names, std::optional<int>& into, int least, int most, std::string_view help) {
  app_->add_option(std::string(names), into, std::string(help))
      ->type_name("N")
      ->check(CLI::Range(least, most));
}

void Arguments::runs(Action action) { actions_->emplace_back(app_, std::move(action)); }

Program::Program(std::string_view description, std::string version_text)
    : app_(std::make_unique<CLI::App>(std::string(description), "holdfast")),
      version_(std::move(version_text)),
      actions_(std::make_shared<std::vector<std::pair<CLI::App*, Action>>>()) {
  app_->set_version_flag("--version", version_, "print the version");
  app_->fallthrough();
  app_->require_subcommand(0, 1);  // so that a word after one is never taken for another
  app_->get_formatter()->column_width(36);
}

Program::~Program() = default;

Arguments Program::root() { return {*app_, actions_}; }

Program::Parsed Program::parse(std::vector<std::string> words) {
  try {
    std::ranges::reverse(words);  // CLI11 takes them last word first
    app_->parse(std::move(words));
  } catch (const CLI::CallForHelp&) {
    return {{}, chosen(app_.get())->help()};
  } catch (const CLI::CallForVersion&) {
    return {{}, version_ + "\n"};
  } catch (const CLI::ParseError& error) {
    throw Error(Code::Usage, error.what())
        .hint(fmt::format("see {} --help", full_name(chosen(app_.get()))));
  }
  const CLI::App* command = chosen(app_.get());
  const auto found =
      std::ranges::find_if(*actions_, [&](const auto& one) { return one.first == command; });
  if (found != actions_->end()) return {found->second, {}};
  throw Error(Code::Usage, fmt::format("{} needs a command", full_name(command)))
      .hint(fmt::format("see {} --help", full_name(command)));
}

}  // namespace holdfast::cli
