#include "crypto/age/plugin_message.h"

#include "tests/support/catch.h"
#include "tests/support/scripted_channel.h"

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;
using holdfast::test::error_of;
using holdfast::test::ScriptedChannel;

namespace {

std::string text_of(const std::vector<std::string_view>& words, std::string_view body) {
  SecretText text;
  append_message(text, words, as_bytes(body));
  return std::string(text.expose());
}

PluginMessage read_one(const std::string& text) {
  ScriptedChannel channel(text);
  return PluginMessages(channel).read();
}

std::string fault_of(const std::string& text) {
  return error_of([&] { (void)read_one(text); }).what();
}

}  // namespace

TEST_CASE("plugin message: the text form is a stanza's", "[crypto][age][plugin]") {
  CHECK(text_of({"done"}, "") == "-> done\n\n");
  CHECK(text_of({"ok", "yes"}, "hush") == "-> ok yes\naHVzaA\n");
  const std::string full_line(48, 'x');
  CHECK(text_of({"a"}, full_line).ends_with("\n\n"));
}

TEST_CASE("plugin message: what is written is read again", "[crypto][age][plugin]") {
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string body(size, 'x');
    const PluginMessage message = read_one(text_of({"file-key", "0"}, body));
    CHECK(message.command == "file-key");
    CHECK(message.arguments == std::vector<std::string>{"0"});
    CHECK(message.body.expose() == body);
  }
}

TEST_CASE("plugin message: cut short anywhere it is an error", "[crypto][age][plugin]") {
  const std::string whole = text_of({"file-key", "0"}, std::string(100, 'x'));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK(code_of([&] { (void)read_one(whole.substr(0, size)); }) == Code::Failed);
  }
}

TEST_CASE("plugin message: garbage is refused", "[crypto][age][plugin]") {
  CHECK(fault_of("hello\n\n") == "it sent what is no message");
  CHECK(fault_of("-> done \n\n") == "it sent what is no message");
  CHECK(fault_of("-> msg\naGk=\n") == "it sent a message whose base64 is damaged");
  CHECK(fault_of("-> msg\naGl\n") == "it sent a message whose base64 is damaged");
  CHECK(fault_of("-> msg\n" + std::string(65, 'A') + "\n\n") ==
        "it sent a message with a line that is too long");
  CHECK(fault_of("-> msg " + std::string(100'000, 'x') + "\n\n") == "the line is too long");
}

TEST_CASE("plugin message: neither messages nor bytes are without end", "[crypto][age][plugin]") {
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "-> msg\n\n";
  ScriptedChannel chatty(many);
  PluginMessages messages(chatty);
  const auto read_all = [](PluginMessages& from) {
    for (;;) (void)from.read();
  };
  CHECK(std::string(error_of([&] { read_all(messages); }).what()) == "it sent too many messages");
  std::string large = "-> msg\n";
  while (large.size() < (3U << 20U)) large += std::string(64, 'A') + "\n";
  CHECK(fault_of(large) == "it sent too much");
}
