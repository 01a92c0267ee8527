// What an age plugin sends: any bytes as its side of a wrapping and of an unwrapping, with and
// without somebody to ask.

#include "crypto/age/plugin_session.h"
#include "src/base/error.h"
#include "tests/support/recording_ui.h"
#include "tests/support/scripted_channel.h"

#include <array>
#include <cstdlib>

using namespace holdfast;

namespace {

// Whatever a plugin says, our answers are messages that another program can read.
void check_answers(const test::ScriptedChannel& channel) {
  test::ScriptedChannel replay(channel.heard());
  age::PluginMessages messages(replay);
  try {
    for (;;) (void)messages.read();
  } catch (const Error& error) {
    const std::string_view why = error.what();
    if (why != "it ended before it was done" && why != "it sent too many messages") std::abort();
  }
}

template <class Talk>
void converse(std::string_view says, age::PluginUi* ui, const Talk& talk) {
  test::ScriptedChannel channel{std::string(says)};
  try {
    talk(age::PluginPeer{channel, "toy", ui});
  } catch (const Error& error) {
    if (error.code() != Code::Failed && error.code() != Code::Integrity) std::abort();
  }
  check_answers(channel);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view says = as_text({data, size});
  test::RecordingUi ui;
  ui.choice = true;
  ui.answer = "1234";
  const std::array stanzas{age::Stanza{"toy", {"a"}, {1}}};
  for (age::PluginUi* with :
       {static_cast<age::PluginUi*>(nullptr), static_cast<age::PluginUi*>(&ui)}) {
    converse(says, with, [](const age::PluginPeer& peer) {
      const age::Wrapped wrapped =
          age::wrap_by_plugin(peer, age::PluginKeyKind::Recipient, "age1toy1x", age::FileKey());
      if (wrapped.stanzas.empty()) std::abort();
    });
    converse(says, with, [&stanzas](const age::PluginPeer& peer) {
      (void)age::unwrap_by_plugin(peer, "AGE-PLUGIN-TOY-1X", stanzas);
    });
  }
  for (const std::string& asked : ui.asked) {
    if (asked.find('\x1b') != std::string::npos) std::abort();
  }
  return 0;
}
