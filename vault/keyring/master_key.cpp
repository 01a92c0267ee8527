#include "vault/keyring/master_key.h"

#include "src/base/error.h"
#include "vault/keyring/wrap.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace holdfast::vault {

namespace {

constexpr std::array<std::string_view, 6> kForeignKinds{
    "pgp", "kms", "gcp_kms", "hckms", "azure_kv", "hc_vault"};

Error cannot_wrap(const MasterKey& key, std::string_view why) {
  return {Code::Refused, fmt::format("the {} key {} {}", key.kind, key.name, why)};
}

}  // namespace

MasterKey parse_master_key(std::string_view text) {
  const std::size_t blank = std::min(text.find(' '), text.size());
  const std::string_view kind = text.substr(0, blank);
  if (std::ranges::find(kForeignKinds, kind) == kForeignKinds.end()) {
    return {"age", std::string(text)};
  }
  std::string name(text.substr(std::min(blank + 1, text.size())));
  if (kind == "pgp") std::erase(name, ' ');
  return {std::string(kind), std::move(name)};
}

std::string print_master_key(const MasterKey& key) {
  return key.kind == "age" ? key.name : fmt::format("{} {}", key.kind, key.name);
}

std::string print_master_key(const ForeignEntry& entry) {
  return fmt::format("{} {}", entry.kind, entry.names);
}

std::string wrap_for_master_key(const MasterKey& key, ByteView secret, const Gpg* gpg) {
  if (key.kind == "age") return wrap_for(key.name, secret);
  if (key.kind != "pgp") {
    throw cannot_wrap(key, "cannot be given the data key by holdfast")
        .hint("use sops where that key's service can be reached");
  }
  if (gpg == nullptr) {
    throw cannot_wrap(key, "would have to be wrapped by gpg")
        .hint("give --gpg, with the public key in gpg's key ring");
  }
  return gpg->wrap(key.name, secret);
}

}  // namespace holdfast::vault
