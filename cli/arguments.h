// The words of the command line: our thin class over CLI11, which only arguments.cpp includes.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace holdfast::cli {

struct Context;

// What a command does: returns the exit code.
using Action = std::function<int(Context&)>;

// One command (or the whole program) while the tree of commands is built. References given to the
// declaring functions are filled by parse() and must outlive it. Options are spelled
// "-i,--in-place".
class Arguments {
 public:
  // A command below this one.
  Arguments command(std::string_view name, std::string_view description);

  // A positional word that must be given; several, at least `least`; one that may be left out.
  void word(std::string_view name, std::string& into, std::string_view help);
  void words(std::string_view name,
             std::vector<std::string>& into,
             std::size_t least,
             std::string_view help);
  void optional_word(std::string_view name,
                     std::optional<std::string>& into,
                     std::string_view help);

  void flag(std::string_view names, bool& into, std::string_view help);
  void option(std::string_view names,
              std::optional<std::string>& into,
              std::string_view value,
              std::string_view help);
  // May be given several times.
  void options(std::string_view names,
               std::vector<std::string>& into,
               std::string_view value,
               std::string_view help);
  // A command that reads all words after its name itself, "--help" too, as they stand.
  void foreign_words(std::vector<std::string>& into);
  void number(
      std::string_view names, std::optional<int>& into, int least, int most, std::string_view help);

  // What runs when this command is chosen. A command without an action needs a command below it.
  void runs(Action action);

 private:
  friend class Program;
  Arguments(CLI::App& app, std::shared_ptr<std::vector<std::pair<CLI::App*, Action>>> actions);
  CLI::App* app_;  // owned by the Program
  std::shared_ptr<std::vector<std::pair<CLI::App*, Action>>> actions_;
};

// The whole tree.
class Program {
 public:
  Program(std::string_view description, std::string version_text);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  Program(Program&&) = delete;
  Program& operator=(Program&&) = delete;
  ~Program();

  // The program itself: global options, commands.
  [[nodiscard]] Arguments root();

  struct Parsed {
    Action action;     // what to run; empty when `text` is all there is to do
    std::string text;  // help or version, for stdout
  };
  // Reads the words (without the program's name). Throws Usage with CLI11's reason and a hint that
  // names the command's help.
  [[nodiscard]] Parsed parse(std::vector<std::string> words);

 private:
  std::unique_ptr<CLI::App> app_;
  std::string version_;
  std::shared_ptr<std::vector<std::pair<CLI::App*, Action>>> actions_;
};

}  // namespace holdfast::cli
