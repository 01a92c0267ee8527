#include "keystore/store/seal.h"

#include "crypto/age/encrypt.h"
#include "crypto/age/key_lines.h"
#include "src/base/error.h"

#include <fmt/format.h>

#include <optional>

namespace holdfast::keystore {

std::string seal(ByteView plain, const std::vector<std::string>& recipients) {
  age::Recipients to;
  for (const std::string& recipient : recipients) to.push_back(age::parse_recipient(recipient));
  return to_text(age::encrypt(plain, to, age::Form::Armored));
}

SecretText identity_file_text(std::string_view recipient, const SecretText& key, Time created) {
  SecretText text;
  const std::string head =
      fmt::format("# created: {}\n# public key: {}\n", format_utc(created), recipient);
  text.reserve(head.size() + key.size() + 1);
  text.append(head);
  text.append(key.expose());
  text.append('\n');
  return text;
}

SecretText key_line(std::string_view identity_file) {
  std::optional<SecretText> found;
  const auto keep = [&found](std::size_t /*number*/, std::string_view line) {
    if (found) throw Error(Code::Failed, "there is more than one identity in the file");
    found = SecretText(line);
  };
  age::for_each_key_line(identity_file, kMaxSealed, keep);
  if (!found) throw Error(Code::Failed, "there is no identity in the file");
  return std::move(*found);
}

}  // namespace holdfast::keystore
