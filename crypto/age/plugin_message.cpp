#include "crypto/age/plugin_message.h"

#include "crypto/age/header.h"
#include "crypto/age/stanza_line.h"
#include "crypto/encoding/base64.h"
#include "src/base/error.h"

#include <iterator>
#include <utility>

namespace holdfast::age {

namespace {

constexpr std::size_t kMaxLine = std::size_t{64} << 10U;
constexpr std::size_t kMaxMessages = 2 * kMaxStanzas;
// An index and a stanza, whose type counts as a word.
constexpr std::size_t kMaxWords = kMaxArguments + 3;

[[noreturn]] void refuse(const char* why) { throw Error(Code::Failed, why); }

}  // namespace

void append_message(SecretText& out, const std::vector<std::string_view>& words, ByteView body) {
  std::string_view before = kStanzaMark;
  for (const std::string_view word : words) {
    out.append(std::exchange(before, " "));
    out.append(word);
  }
  out.append('\n');
  const SecretText digits = encode_base64_secret(body, Padding::None);
  for (std::size_t at = 0; at <= digits.size(); at += kStanzaColumns) {
    out.append(digits.expose().substr(at, kStanzaColumns));
    out.append('\n');
  }
}

PluginMessage PluginMessages::read() {
  if (++messages_ > kMaxMessages) refuse("it sent too many messages");
  auto words = split_stanza_line(read_line().expose(), kMaxWords);
  if (!words) refuse("it sent what is no message");
  PluginMessage message;
  message.command = std::move(words->front());
  message.arguments.assign(std::make_move_iterator(std::next(words->begin())),
                           std::make_move_iterator(words->end()));
  message.body = read_body();
  return message;
}

SecretText PluginMessages::read_line() {
  auto line = channel_.read_line(kMaxLine);
  if (!line) {
    throw Error(Code::Failed, "it ended before it was done")
        .hint("set AGEDEBUG=plugin to see what it complains of");
  }
  bytes_ += line->size() + 1;
  if (bytes_ > kMaxHeader) refuse("it sent too much");
  return std::move(*line);
}

SecretText PluginMessages::read_body() {
  SecretText digits;
  std::size_t size = 0;
  do {
    const SecretText line = read_line();
    size = line.size();
    if (size > kStanzaColumns) refuse("it sent a message with a line that is too long");
    digits.append(line.expose());
  } while (size == kStanzaColumns);
  auto body = decode_base64_secret(digits.expose(), Padding::None);
  if (!body) refuse("it sent a message whose base64 is damaged");
  return std::move(*body);
}

}  // namespace holdfast::age
