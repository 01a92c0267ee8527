// The words of age's programs, read as they read them: Go's conventions for flags.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::cli {

// Flags stand before all other words, "-x" and "--x" are the same, and values come as "-o FILE" or
// "-o=FILE"; single letters are not grouped; "--" ends the flags. References that are given to the
// declaring functions are filled by parse() and must outlive it.
class AgeFlags {
 public:
  // `names` without dashes, separated by commas: "o,output".
  void flag(std::string_view names, bool& into);
  // The last one given wins.
  void value(std::string_view names, std::string& into);
  // Called for each one given, in the order of the line.
  void each(std::string_view names, std::function<void(std::string_view value)> take);

  struct Parsed {
    std::string fault;  // what is wrong with the flags; empty if nothing is
    bool help = false;  // -h or --help was met; what follows it is not read
    std::vector<std::string> rest;
  };
  [[nodiscard]] Parsed parse(const std::vector<std::string>& words) const;

 private:
  struct Flag {
    std::string name;
    std::function<bool(std::string_view value)> set;  // false for a value that it cannot take
    bool needs_value;
  };
  void declare(std::string_view names,
               bool needs_value,
               const std::function<bool(std::string_view)>& set);
  [[nodiscard]] const Flag* find(std::string_view name) const;

  std::vector<Flag> flags_;
};

}  // namespace holdfast::cli
