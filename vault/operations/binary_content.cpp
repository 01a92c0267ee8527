#include "vault/operations/binary_content.h"

#include "crypto/sops/value_cipher.h"
#include "src/base/error.h"
#include "vault/operations/reencryption.h"
#include "vault/operations/verify.h"
#include "vault/stores/scalar_place.h"

#include <fmt/format.h>

#include <optional>

namespace holdfast::vault {

namespace {

constexpr std::string_view kMember = "data";
constexpr std::string_view kPath = "data:";

std::optional<NodeId> content_node(const Tree& tree) {
  const std::optional<NodeId> node = tree.member(tree.root(0), kMember);
  const bool is_text =
      node && tree.node(*node).kind == NodeKind::Scalar && tree.node(*node).type == ScalarType::Str;
  return is_text ? node : std::nullopt;
}

Sealed seal_binary(const Document& shell, std::string_view content, const sops::DataKey& key) {
  const sops::ValueCipher cipher(key);
  const Tree& tree = shell.tree();
  const Metadata& metadata = shell.metadata();
  const auto put = [&](NodeId node, std::string_view text) {
    return Splice{tree.node(node).span, encrypted_token(shell.format(), text, {})};
  };
  Sealed sealed;
  OpenValue value;
  value.node = content_node(tree).value();
  value.canonical = SecretText(content);
  if (!content.empty()) {
    sealed.splices.push_back(put(value.node, cipher.encrypt(content, sops::ValueType::Str, kPath)));
    value.was_encrypted = true;
    sealed.has_values = true;
    sealed.values = 1;
  }
  sealed.open.values.push_back(std::move(value));
  const std::string mac = mac_text(sealed.open, metadata.selection);
  sealed.splices.push_back(
      put(metadata.mac_node, cipher.encrypt(mac, sops::ValueType::Str, metadata.mac_aad)));
  return sealed;
}

}  // namespace

SecretText binary_content(const Document& document, const OpenDocument& open) {
  const std::optional<NodeId> node = content_node(document.tree());
  for (const OpenValue& value : open.values) {
    if (node && value.node == *node) return value.canonical.clone();
  }
  throw Error(Code::Failed, "it has no text \"data\", as an encrypted binary file has")
      .hint("say what it is: --input-type json");
}

Document binary_shell(const NewMetadata& metadata) {
  const std::string block = json_metadata(metadata, {});
  const std::string text = fmt::format("{{\n\t\"{}\": \"\",\n\t{}\n}}\n", kMember, block);
  return Document::parse(SecretText(text), Format::Binary);
}

SealedDocument seal_binary_document(const Document& shell,
                                    std::string_view content,
                                    const sops::DataKey& key) {
  Sealed sealed = seal_binary(shell, content, key);
  SecretText text = patch(shell.text(), std::move(sealed.splices));
  SealedDocument result{Document::parse(std::move(text), shell.format()), std::move(sealed)};
  require_same_values(result.sealed.open, open_document(result.document, key, MacCheck::Enforce));
  return result;
}

}  // namespace holdfast::vault
