// A plugin's side of a conversation, written down beforehand.
#pragma once

#include "crypto/age/plugin_message.h"
#include "src/base/error.h"

#include <string>
#include <string_view>
#include <utility>

namespace holdfast::test {

class ScriptedChannel final : public age::PluginChannel {
 public:
  explicit ScriptedChannel(std::string says) : says_(std::move(says)) {}

  void send(std::string_view text) override { heard_ += text; }
  [[nodiscard]] std::optional<SecretText> read_line(std::size_t limit) override {
    const std::size_t end = says_.find('\n', at_);
    if (end == std::string::npos) return std::nullopt;
    if (end - at_ > limit) throw Error(Code::Failed, "the line is too long");
    SecretText line(std::string_view(says_).substr(at_, end - at_));
    at_ = end + 1;
    return line;
  }

  // All that we sent.
  [[nodiscard]] const std::string& heard() const { return heard_; }

 private:
  std::string says_;
  std::string heard_;
  std::size_t at_ = 0;
};

}  // namespace holdfast::test
