#include "vault/operations/comments.h"

#include "src/base/error.h"
#include "vault/operations/leaves.h"

namespace holdfast::vault {

namespace {

std::optional<sops::EncryptedValue> ciphertext(std::string_view comment) {
  if (!sops::looks_encrypted(comment)) return std::nullopt;
  try {
    return sops::parse_encrypted_value(comment);
  } catch (const Error&) {
    return std::nullopt;  // a comment is passed through where a value would be an error
  }
}

}  // namespace

bool resembles_ciphertext(std::string_view comment) noexcept {
  const std::size_t start = comment.find_first_not_of(" \t");
  return start != std::string_view::npos && sops::looks_encrypted(comment.substr(start));
}

std::string comment_aad(const Tree& tree, const Comment& comment) {
  return comment.owner == kNoNode ? ":" : tree.aad(comment.owner);
}

std::optional<SecretText> CommentReader::open(const Comment& comment) {
  const auto value = ciphertext(tree_.value(comment));
  if (!value) return std::nullopt;
  if (auto text = cipher_.try_decrypt(*value, comment_aad(tree_, comment))) return text;
  for (const std::string& path : paths(comment.document)) {
    if (attempts_left_ == 0) return std::nullopt;
    --attempts_left_;
    if (auto text = cipher_.try_decrypt(*value, path)) return text;
  }
  return std::nullopt;
}

const std::set<std::string>& CommentReader::paths(std::uint32_t document) {
  const auto [entry, fresh] = paths_.try_emplace(document);
  if (!fresh) return entry->second;
  AadWalk walk(tree_);
  for (NodeId id = 0; id < tree_.nodes().size(); ++id) {
    const std::string_view aad = walk.enter(id);
    const Node& node = tree_.node(id);
    if (node.document == document && node.kind != NodeKind::Scalar) entry->second.emplace(aad);
  }
  return entry->second;
}

}  // namespace holdfast::vault
