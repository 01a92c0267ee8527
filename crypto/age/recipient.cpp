#include "crypto/age/recipient.h"

#include "crypto/age/hybrid.h"
#include "crypto/age/key_lines.h"
#include "crypto/age/plugin.h"
#include "crypto/age/ssh_keys.h"
#include "crypto/age/x25519.h"
#include "src/base/error.h"

#include <fmt/format.h>

namespace holdfast::age {

namespace {

constexpr std::size_t kMaxLine = std::size_t{8} << 10U;
constexpr std::string_view kNativeStart = "age1";

}  // namespace

RecipientPtr parse_recipient(std::string_view text, PluginUi* ui) {
  if (text.starts_with("age1pq1")) return parse_hybrid_recipient(text);
  if (is_plugin_recipient(text)) return parse_plugin_recipient(text, ui);
  if (text.starts_with(kNativeStart)) return parse_x25519_recipient(text);
  if (text.starts_with("ssh-") || unsupported_ssh_key(text)) return parse_ssh_recipient(text);
  if (text.starts_with("github:")) {
    throw Error(Code::Failed, "recipients are not fetched from GitHub")
        .hint("save the keys, https://github.com/NAME.keys, look at them, and give that file");
  }
  if (text.starts_with("AGE-")) {
    throw Error(Code::Failed, "this is an identity, not a recipient")
        .hint("give its public half, which starts with age1, and keep the identity secret");
  }
  throw Error(Code::Failed, "this is not an age recipient")
      .hint("a recipient starts with age1, in lower case and without blanks");
}

Recipients parse_recipients_file(std::string_view text, const Warn& warn, PluginUi* ui) {
  Recipients recipients;
  for_each_key_line(text, kMaxLine, [&](std::size_t number, std::string_view line) {
    const auto unsupported = unsupported_ssh_key(line);
    if (!unsupported) return recipients.push_back(parse_recipient(line, ui));
    if (warn) warn(fmt::format("line {}: an SSH key is left out: {}", number, *unsupported));
  });
  return recipients;
}

}  // namespace holdfast::age
