#include "vault/keyring/split_command.h"

#include "src/base/error.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace holdfast::vault {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool is_one_of(char character, std::string_view set) {
  return set.find(character) != std::string_view::npos;
}

class Splitter {
 public:
  explicit Splitter(std::string_view line) : rest_(line) {}

  std::vector<std::string> words() {
    while (!rest_.empty()) step();
    end_word();
    return std::move(words_);
  }

 private:
  void step() {
    const char next = take();
    if (is_one_of(next, kBlanks)) return end_word();
    if (next == '#' && !word_) return skip_comment();
    if (!word_) word_.emplace();  // so that '' is a word
    if (next == '\'') return single_quoted();
    if (next == '"') return double_quoted();
    if (next == '\\') return escaped();
    *word_ += next;
  }

  char take() {
    const char next = rest_.front();
    rest_.remove_prefix(1);
    return next;
  }

  char take_or(const char* fault) {
    if (rest_.empty()) throw Error(Code::Failed, fault);
    return take();
  }

  void skip_comment() { rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size())); }

  void single_quoted() {
    for (char next = quoted(); next != '\''; next = quoted()) *word_ += next;
  }

  void double_quoted() {
    for (char next = quoted(); next != '"'; next = quoted()) {
      if (next != '\\') {
        *word_ += next;
        continue;
      }
      next = quoted();
      if (!is_one_of(next, "$`\"\\\n")) *word_ += '\\';
      if (next != '\n') *word_ += next;
    }
  }

  char quoted() { return take_or("a quote is not closed"); }

  void escaped() {
    const char next = take_or("a backslash stands at the end");
    if (next != '\n') *word_ += next;
  }

  void end_word() {
    if (word_) words_.push_back(*std::exchange(word_, std::nullopt));
  }

  std::string_view rest_;
  std::optional<std::string> word_;
  std::vector<std::string> words_;
};

}  // namespace

std::vector<std::string> split_command(std::string_view line) { return Splitter(line).words(); }

}  // namespace holdfast::vault
