#include "crypto/age/plugin_session.h"

#include "crypto/encoding/base64.h"
#include "tests/support/catch.h"
#include "tests/support/recording_ui.h"
#include "tests/support/scripted_channel.h"

#include <array>
#include <map>

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;
using holdfast::test::error_of;
using holdfast::test::RecordingUi;
using holdfast::test::ScriptedChannel;

namespace {

const std::string kDone = "-> done\n\n";
const std::string kFileKeyDigits = "AAECAwQFBgcICQoLDA0ODw";

FileKey file_key() {
  std::array<std::uint8_t, FileKey::kSize> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes.at(i) = static_cast<std::uint8_t>(i);
  return FileKey(bytes);
}

std::string digits(std::string_view text) { return encode_base64(as_bytes(text), Padding::None); }

// One conversation with a plugin that says `says`, whatever it hears.
struct Talk {
  explicit Talk(std::string says, PluginUi* with = nullptr) : channel(std::move(says)), ui(with) {}

  Wrapped wrap(PluginKeyKind kind = PluginKeyKind::Recipient) {
    return wrap_by_plugin({channel, "toy", ui}, kind, "age1toy1xyz", file_key());
  }
  std::optional<FileKey> unwrap() {
    const std::array stanzas{Stanza{"one", {"a", "b"}, {1, 2, 3}}, Stanza{"two", {}, {}}};
    return unwrap_by_plugin({channel, "toy", ui}, "AGE-PLUGIN-TOY-1XYZ", stanzas);
  }
  // What we answered, after our own phase.
  [[nodiscard]] std::string answers() const {
    const std::size_t end = channel.heard().find(kDone);
    return channel.heard().substr(end + kDone.size());
  }

  ScriptedChannel channel;
  PluginUi* ui;
};

std::string wrap_fault(const std::string& says) {
  return error_of([&] { (void)Talk(says).wrap(); }).what();
}

std::string unwrap_fault(const std::string& says) {
  return error_of([&] { (void)Talk(says).unwrap(); }).what();
}

}  // namespace

TEST_CASE("plugin session: wrapping says all that the protocol wants", "[crypto][age][plugin]") {
  Talk talk("-> recipient-stanza 0 toy x\naGk\n" + kDone);
  const Wrapped wrapped = talk.wrap();
  CHECK(wrapped.stanzas == std::vector<Stanza>{{"toy", {"x"}, to_bytes("hi")}});
  CHECK(wrapped.labels.empty());
  const std::string& heard = talk.channel.heard();
  CHECK(heard.starts_with("-> add-recipient age1toy1xyz\n\n"));
  CHECK(heard.find("-> wrap-file-key\n" + kFileKeyDigits + "\n-> extension-labels\n\n" + kDone) !=
        std::string::npos);
  CHECK(talk.answers() == "-> ok\n\n");
  Talk identity("-> recipient-stanza 0 toy\n\n" + kDone);
  (void)identity.wrap(PluginKeyKind::Identity);
  CHECK(identity.channel.heard().starts_with("-> add-identity age1toy1xyz\n\n"));
}

TEST_CASE("plugin session: unwrapping hands over every stanza", "[crypto][age][plugin]") {
  Talk talk("-> file-key 0\n" + kFileKeyDigits + "\n" + kDone);
  const auto found = talk.unwrap();
  REQUIRE(found);
  CHECK(equal_constant_time(found->expose(), file_key().expose()));
  const std::string& heard = talk.channel.heard();
  CHECK(heard.starts_with("-> add-identity AGE-PLUGIN-TOY-1XYZ\n\n"));
  CHECK(heard.find("-> recipient-stanza 0 one a b\nAQID\n-> recipient-stanza 0 two\n\n" + kDone) !=
        std::string::npos);
  CHECK_FALSE(Talk(kDone).unwrap());
}

TEST_CASE("plugin session: grease comes and goes", "[crypto][age][plugin]") {
  std::map<bool, int> greased;
  for (int i = 0; i < 100; ++i) {
    Talk talk(kDone);
    (void)talk.unwrap();
    ++greased[talk.channel.heard().find("-> grease-") != std::string::npos];
  }
  CHECK(greased[true] > 0);
  CHECK(greased[false] > 0);
}

TEST_CASE("plugin session: labels are a set that comes once", "[crypto][age][plugin]") {
  const std::string stanza = "-> recipient-stanza 0 toy\n\n";
  Talk talk(stanza + "-> labels two one\n\n" + kDone);
  CHECK(talk.wrap().labels == std::set<std::string>{"one", "two"});
  CHECK(wrap_fault("-> labels a\n\n-> labels b\n\n" + kDone) == "it sent its labels twice");
  CHECK(wrap_fault("-> labels\n\n-> labels\n\n" + kDone) == "it sent its labels twice");
  CHECK(wrap_fault("-> labels a a\n\n" + kDone) == "it sent a label twice");
}

TEST_CASE("plugin session: answers about what was not asked are refused", "[crypto][age][plugin]") {
  const std::string other_file = "for a file that it was not given";
  CHECK(wrap_fault("-> recipient-stanza 1 toy\n\n").find(other_file) != std::string::npos);
  CHECK(wrap_fault("-> recipient-stanza x toy\n\n").find(other_file) != std::string::npos);
  CHECK(wrap_fault("-> recipient-stanza 0\n\n") == "it sent a malformed recipient-stanza message");
  CHECK(wrap_fault(kDone) == "it wrapped nothing");
  CHECK(wrap_fault("") == "it ended before it was done");
  const std::string key = "-> file-key 0\n" + kFileKeyDigits + "\n";
  CHECK(unwrap_fault("-> file-key 1\n" + kFileKeyDigits + "\n").find(other_file) !=
        std::string::npos);
  CHECK(unwrap_fault(key + key + kDone) == "it sent two file keys for one file");
  CHECK(unwrap_fault("-> file-key 0\nAAAA\n") == "it sent a file key of the wrong size");
  CHECK(unwrap_fault("-> file-key\n\n") == "it sent a malformed file-key message");
  CHECK(unwrap_fault("-> file-key 0 0\n" + kFileKeyDigits + "\n") ==
        "it sent a malformed file-key message");
  CHECK(unwrap_fault(key) == "it ended before it was done");
}

TEST_CASE("plugin session: unknown commands are unsupported", "[crypto][age][plugin]") {
  Talk talk("-> grease-1 a b\nAAAA\n-> recipient-stanza 0 x\n\n" + kDone);
  CHECK_FALSE(talk.unwrap());
  CHECK(talk.answers() == "-> unsupported\n\n-> unsupported\n\n");
}

TEST_CASE("plugin session: an error is told in the plugin's words", "[crypto][age][plugin]") {
  const std::string body = digits("no such key\n") + "\n";
  Talk talk("-> error identity 0\n" + body);
  const Error error = error_of([&] { (void)talk.unwrap(); });
  CHECK(std::string(error.what()) == "no such key");
  CHECK(error.code() == Code::Failed);
  CHECK(talk.answers() == "-> ok\n\n");
  CHECK(code_of([&] { (void)Talk("-> error stanza 0 0\n" + body).unwrap(); }) == Code::Integrity);
  CHECK(wrap_fault("-> error internal\n\n") == "it failed without a reason");
}

TEST_CASE("plugin session: nothing that it says can drive a terminal", "[crypto][age][plugin]") {
  RecordingUi ui;
  const auto shown = [&ui](std::string_view text) {
    Talk("-> msg\n" + digits(text) + "\n" + kDone, &ui).unwrap();
    return ui.asked.back();
  };
  CHECK(shown("\x1b[2Jhi\r\n") == "message toy: ?[2Jhi");
  CHECK(shown("one\ntwo\x7f") == "message toy: one\ntwo?");
  CHECK(shown("\xc3\xa9\xc2\x9b") == "message toy: \xc3\xa9?");
  CHECK(shown("\xff\x9b") == "message toy: ??");
  CHECK(wrap_fault("-> error internal\n" + digits("\x1b[1m") + "\n") == "?[1m");
}

TEST_CASE("plugin session: without a UI every question is refused", "[crypto][age][plugin]") {
  Talk talk("-> msg\naGk\n-> confirm WQ Tg\naGk\n-> request-public\naGk\n-> request-secret\naGk\n" +
            kDone);
  CHECK_FALSE(talk.unwrap());
  CHECK(talk.answers() == "-> fail\n\n-> fail\n\n-> fail\n\n-> fail\n\n");
}

TEST_CASE("plugin session: questions reach the UI, its answers the plugin",
          "[crypto][age][plugin]") {
  RecordingUi ui;
  ui.choice = false;
  ui.answer = "1234";
  Talk talk("-> msg\naGk\n-> confirm WQ Tg\naGk\n-> request-public\naGk\n-> request-secret\naGk\n" +
                kDone,
            &ui);
  CHECK_FALSE(talk.unwrap());
  CHECK(ui.asked ==
        std::vector<std::string>{
            "message toy: hi", "confirm toy: hi/Y/N", "public toy: hi", "secret toy: hi"});
  CHECK(talk.answers() == "-> ok\n\n-> ok no\n\n-> ok\nMTIzNA\n-> ok\nMTIzNA\n");
  ui.choice = true;
  Talk one_option("-> confirm WQ\naGk\n" + kDone, &ui);
  CHECK_FALSE(one_option.unwrap());
  CHECK(ui.asked.back() == "confirm toy: hi/Y/");
  CHECK(one_option.answers() == "-> ok yes\n\n");
}

TEST_CASE("plugin session: malformed questions are refused", "[crypto][age][plugin]") {
  for (const char* words : {"confirm", "confirm WQ Tg Tg", "confirm WQ=", "confirm WQ !"}) {
    CHECK(wrap_fault("-> " + std::string(words) + "\n\n") == "it sent a malformed confirm message");
  }
}
