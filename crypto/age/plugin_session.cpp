#include "crypto/age/plugin_session.h"

#include "crypto/age/header.h"
#include "crypto/encoding/base64.h"
#include "src/base/error.h"
#include "src/base/random.h"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <iterator>
#include <string>
#include <utility>

namespace holdfast::age {

namespace {

constexpr std::size_t kMaxShown = 4096;
// We speak of one file at a time, so this is the index of all there is.
constexpr std::string_view kIndex = "0";

[[noreturn]] void refuse(const std::string& why) { throw Error(Code::Failed, why); }

// What the plugin says, made safe for a terminal: no escape sequences, nothing without end.
std::string printable(std::string_view text) {
  text = text.substr(0, kMaxShown);
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  const bool utf8 = is_utf8(as_bytes(text));
  std::string shown;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : '\0');
    const bool second_control_set = utf8 && byte == 0xC2 && next < 0xA0;
    if (second_control_set) ++at;
    const bool control = (byte < ' ' && byte != '\n') || byte == 0x7F || second_control_set;
    shown += control || (byte >= 0x80 && !utf8) ? '?' : text[at];
  }
  return shown;
}

std::string printable_base64(std::string_view digits) {
  const auto bytes = decode_base64(digits, Padding::None);
  if (!bytes) refuse("it sent a malformed confirm message");
  return printable(as_text(*bytes));
}

// A word that no plugin knows, now and then, so that they keep ignoring what they do not know.
void append_grease(SecretText& out) {
  std::array<std::uint8_t, 3> dice{};
  random_fill(dice);
  if (dice[0] % 3 == 0) return;
  const std::string command = "grease-" + random_hex(8);
  const std::string argument = random_hex(4);
  std::vector<std::string_view> words{command};
  words.insert(words.end(), dice[1] % 3, argument);
  Bytes body(dice[2] % 100);
  random_fill(body);
  append_message(out, words, body);
}

// The second phase: the plugin commands, we answer each of its commands.
class Answering {
 public:
  // Takes a command that is not about the user; false if it does not know it.
  using Handle = std::function<bool(PluginMessage& message)>;

  explicit Answering(const PluginPeer& peer) : peer_(peer), messages_(peer.channel) {}

  void run(const Handle& handle) {
    for (;;) {
      PluginMessage message = messages_.read();
      if (message.command == "done") return;
      if (message.command == "error") fail(message);
      if (answer_for_user(message)) continue;
      reply({handle(message) ? "ok" : "unsupported"});
    }
  }

 private:
  void reply(const std::vector<std::string_view>& words, ByteView body = {}) {
    SecretText text;
    append_message(text, words, body);
    peer_.channel.send(text.expose());
  }

  [[noreturn]] void fail(const PluginMessage& message) {
    reply({"ok"});
    const bool stanza = !message.arguments.empty() && message.arguments.front() == "stanza";
    const std::string text = printable(message.body.expose());
    throw Error(stanza ? Code::Integrity : Code::Failed,
                text.empty() ? "it failed without a reason" : text);
  }

  bool answer_for_user(const PluginMessage& message) {
    if (message.command == "msg") {
      show(message);
    } else if (message.command == "confirm") {
      confirm(message);
    } else if (message.command == "request-public" || message.command == "request-secret") {
      request(message);
    } else {
      return false;
    }
    return true;
  }

  void show(const PluginMessage& message) {
    const bool shown =
        peer_.ui != nullptr && peer_.ui->message(peer_.name, printable(message.body.expose()));
    reply({shown ? "ok" : "fail"});
  }

  void confirm(const PluginMessage& message) {
    const std::vector<std::string>& options = message.arguments;
    if (options.empty() || options.size() > 2) refuse("it sent a malformed confirm message");
    const std::string yes = printable_base64(options[0]);
    const std::string no = options.size() == 2 ? printable_base64(options[1]) : "";
    std::optional<bool> chosen;
    if (peer_.ui != nullptr)
      chosen = peer_.ui->confirm(peer_.name, printable(message.body.expose()), yes, no);
    if (!chosen) return reply({"fail"});
    reply({"ok", *chosen ? "yes" : "no"});
  }

  void request(const PluginMessage& message) {
    std::optional<SecretText> given;
    if (peer_.ui != nullptr) {
      const std::string prompt = printable(message.body.expose());
      given = message.command == "request-secret" ? peer_.ui->request_secret(peer_.name, prompt)
                                                  : peer_.ui->request_public(peer_.name, prompt);
    }
    if (!given) return reply({"fail"});
    reply({"ok"}, given->expose_bytes());
  }

  PluginPeer peer_;
  PluginMessages messages_;
};

void check_index(const PluginMessage& message, std::size_t least_arguments) {
  if (message.arguments.size() < least_arguments)
    refuse(fmt::format("it sent a malformed {} message", message.command));
  if (message.arguments.front() != kIndex)
    refuse(fmt::format("it sent a {} for a file that it was not given", message.command));
}

// Collects what a plugin makes of a file key.
class Wrapping {
 public:
  bool handle(PluginMessage& message) {
    if (message.command == "recipient-stanza") {
      take_stanza(message);
    } else if (message.command == "labels") {
      take_labels(message);
    } else {
      return false;
    }
    return true;
  }

  Wrapped result() {
    if (wrapped_.stanzas.empty()) refuse("it wrapped nothing");
    return std::move(wrapped_);
  }

 private:
  void take_stanza(PluginMessage& message) {
    check_index(message, 2);
    if (wrapped_.stanzas.size() == kMaxStanzas) refuse("it sent too many stanzas");
    Stanza stanza;
    stanza.type = message.arguments[1];
    stanza.args.assign(std::next(message.arguments.begin(), 2), message.arguments.end());
    const ByteView body = message.body.expose_bytes();
    stanza.body.assign(body.begin(), body.end());
    wrapped_.stanzas.push_back(std::move(stanza));
  }

  void take_labels(PluginMessage& message) {
    if (std::exchange(labelled_, true)) refuse("it sent its labels twice");
    for (std::string& label : message.arguments) {
      if (!wrapped_.labels.insert(std::move(label)).second) refuse("it sent a label twice");
    }
  }

  Wrapped wrapped_;
  bool labelled_ = false;
};

// Keeps the file key that a plugin finds.
class Unwrapping {
 public:
  bool handle(const PluginMessage& message) {
    if (message.command != "file-key") return false;
    check_index(message, 1);
    if (message.arguments.size() != 1) refuse("it sent a malformed file-key message");
    if (file_key_) refuse("it sent two file keys for one file");
    const ByteView bytes = message.body.expose_bytes();
    if (bytes.size() != FileKey::kSize) refuse("it sent a file key of the wrong size");
    file_key_.emplace(bytes.first<FileKey::kSize>());
    return true;
  }

  std::optional<FileKey> result() { return std::move(file_key_); }

 private:
  std::optional<FileKey> file_key_;
};

}  // namespace

Wrapped wrap_by_plugin(const PluginPeer& peer,
                       PluginKeyKind kind,
                       std::string_view key,
                       const FileKey& file_key) {
  SecretText words;
  append_message(words, {kind == PluginKeyKind::Recipient ? "add-recipient" : "add-identity", key});
  append_grease(words);
  append_message(words, {"wrap-file-key"}, file_key.expose());
  append_message(words, {"extension-labels"});
  append_message(words, {"done"});
  peer.channel.send(words.expose());
  Wrapping wrapping;
  Answering(peer).run([&](PluginMessage& message) { return wrapping.handle(message); });
  return wrapping.result();
}

std::optional<FileKey> unwrap_by_plugin(const PluginPeer& peer,
                                        std::string_view identity,
                                        std::span<const Stanza> stanzas) {
  SecretText words;
  append_message(words, {"add-identity", identity});
  append_grease(words);
  for (const Stanza& stanza : stanzas) {
    std::vector<std::string_view> line{"recipient-stanza", kIndex, stanza.type};
    line.insert(line.end(), stanza.args.begin(), stanza.args.end());
    append_message(words, line, stanza.body);
  }
  append_message(words, {"done"});
  peer.channel.send(words.expose());
  Unwrapping unwrapping;
  Answering(peer).run([&](const PluginMessage& message) { return unwrapping.handle(message); });
  return unwrapping.result();
}

}  // namespace holdfast::age
