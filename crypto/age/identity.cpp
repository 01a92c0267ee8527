#include "crypto/age/identity.h"

#include "crypto/age/hybrid.h"
#include "crypto/age/key_lines.h"
#include "crypto/age/plugin.h"
#include "crypto/age/x25519.h"
#include "src/base/error.h"

#include <array>

namespace holdfast::age {

namespace {

constexpr std::size_t kMaxLine = std::size_t{64} << 10U;

using Parse = IdentityPtr (*)(std::string_view text, PluginUi* ui);

// A kind of identity is told by how its text starts.
struct Kind {
  std::string_view start;
  Parse parse;
};

IdentityPtr refuse_ssh(std::string_view /*text*/, PluginUi* /*ui*/) {
  throw Error(Code::Failed, "an SSH private key cannot stand among age identities")
      .hint("give the SSH key as a file of its own");
}

IdentityPtr refuse_recipient(std::string_view /*text*/, PluginUi* /*ui*/) {
  throw Error(Code::Failed, "this is a recipient, not an identity")
      .hint("give the line that starts with AGE-SECRET-KEY-");
}

constexpr std::array kKinds{
    Kind{"AGE-SECRET-KEY-1",
         [](std::string_view text, PluginUi* /*ui*/) -> IdentityPtr {
           return parse_x25519_identity(text);
         }},
    Kind{"AGE-SECRET-KEY-PQ-1",
         [](std::string_view text, PluginUi* /*ui*/) -> IdentityPtr {
           return parse_hybrid_identity(text);
         }},
    Kind{"AGE-PLUGIN-",
         [](std::string_view text, PluginUi* ui) -> IdentityPtr {
           return parse_plugin_identity(text, ui);
         }},
    Kind{"-----BEGIN", refuse_ssh},
    Kind{"age1", refuse_recipient},
};

}  // namespace

RecipientPtr Identity::as_recipient() const {
  const std::string text = recipient();
  return text.empty() ? nullptr : parse_recipient(text);
}

IdentityPtr parse_identity(std::string_view text, PluginUi* ui) {
  for (const Kind& kind : kKinds) {
    if (text.starts_with(kind.start)) return kind.parse(text, ui);
  }
  throw Error(Code::Failed, "this is not an age identity")
      .hint("an identity starts with AGE-SECRET-KEY-1, in upper case and without blanks");
}

Identities parse_identity_file(std::string_view text, PluginUi* ui) {
  Identities identities;
  for_each_key_line(text, kMaxLine, [&](std::size_t /*number*/, std::string_view line) {
    identities.push_back(parse_identity(line, ui));
  });
  if (identities.empty()) throw Error(Code::Failed, "there is no identity in it");
  return identities;
}

}  // namespace holdfast::age
