#include "crypto/age/ssh_tag.h"

#include "crypto/encoding/base64.h"
#include "crypto/primitives/hash.h"
#include "src/base/error.h"

#include <algorithm>

namespace holdfast::age {

std::string ssh_tag(const ssh::PublicKey& key) {
  constexpr std::size_t kTag = 4;
  return encode_base64(ByteView(sha256(ssh::key_blob(key))).first(kTag), Padding::None);
}

bool hints_at(std::span<const Stanza> stanzas, const ssh::PublicKey& key) {
  const std::string tag = ssh_tag(key);
  return std::ranges::any_of(stanzas, [&](const Stanza& stanza) {
    if (stanza.type != ssh::type_name(key)) return false;
    if (stanza.args.empty()) throw Error(Code::Integrity, "age header: an SSH stanza is malformed");
    return stanza.args[0] == tag;
  });
}

}  // namespace holdfast::age
