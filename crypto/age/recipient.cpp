#include "crypto/age/recipient.h"

#include "crypto/age/hybrid.h"
#include "crypto/age/key_lines.h"
#include "crypto/age/plugin.h"
#include "crypto/age/x25519.h"
#include "src/base/error.h"

namespace holdfast::age {

namespace {

constexpr std::size_t kMaxLine = std::size_t{8} << 10U;
constexpr std::string_view kNativeStart = "age1";

[[noreturn]] void refuse_kind(std::string_view kind) {
  throw Error(Code::Failed, std::string(kind) + " recipients are not supported yet");
}

}  // namespace

RecipientPtr parse_recipient(std::string_view text, PluginUi* ui) {
  if (text.starts_with("age1pq1")) return parse_hybrid_recipient(text);
  if (is_plugin_recipient(text)) return parse_plugin_recipient(text, ui);
  if (text.starts_with(kNativeStart)) return parse_x25519_recipient(text);
  if (text.starts_with("ssh-")) refuse_kind("SSH");
  if (text.starts_with("AGE-")) {
    throw Error(Code::Failed, "this is an identity, not a recipient")
        .hint("give its public half, which starts with age1, and keep the identity secret");
  }
  throw Error(Code::Failed, "this is not an age recipient")
      .hint("a recipient starts with age1, in lower case and without blanks");
}

Recipients parse_recipients_file(std::string_view text, PluginUi* ui) {
  Recipients recipients;
  for_each_key_line(text, kMaxLine, [&](std::string_view line) {
    recipients.push_back(parse_recipient(line, ui));
  });
  return recipients;
}

}  // namespace holdfast::age
