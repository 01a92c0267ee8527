#include "vault/operations/sealing.h"

#include "crypto/sops/value_cipher.h"
#include "vault/document/scalar.h"
#include "vault/operations/comments.h"
#include "vault/operations/leaves.h"
#include "vault/operations/reencryption.h"
#include "vault/operations/value_text.h"
#include "vault/operations/verify.h"
#include "vault/stores/scalar_place.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

namespace holdfast::vault {

namespace {

// Tags that give a type: around a ciphertext they would make nonsense of it. !!str and custom tags
// leave it a text.
bool gives_type(std::string_view tag) {
  constexpr std::array<std::string_view, 6> kTypes{
      "int", "float", "bool", "binary", "timestamp", "null"};
  constexpr std::string_view kVerbatim = "!<tag:yaml.org,2002:";
  if (tag.starts_with("!!")) {
    tag.remove_prefix(2);
  } else if (tag.starts_with(kVerbatim) && tag.ends_with('>')) {
    tag.remove_prefix(kVerbatim.size());
    tag.remove_suffix(1);
  } else {
    return false;
  }
  return std::ranges::find(kTypes, tag) != kTypes.end();
}

class Sealer {
 public:
  Sealer(const Document& document,
         const sops::DataKey& key,
         const std::vector<std::string>& comment_aads,
         const CiphertextReuse* reuse,
         const KeptValues* kept)
      : document_(document),
        tree_(document.tree()),
        metadata_(document.metadata()),
        comment_aads_(comment_aads),
        reuse_(reuse),
        kept_(kept),
        selected_(tree_, metadata_.selection),
        cipher_(key),
        line_break_(line_break_of(document.text(), document.format())) {}

  Sealed run() {
    for_each_leaf(tree_, [this](NodeId id, std::string_view aad) {
      seal_comments_before(tree_.node(id).span.begin);
      seal_value(id, aad);
    });
    seal_comments_before(UINT32_MAX);
    seal_mac();
    return std::move(sealed_);
  }

 private:
  void put(Span where, std::string_view with) {
    sealed_.splices.push_back({where, SecretText(with)});
  }

  void seal_value(NodeId id, std::string_view aad) {
    const Node& node = tree_.node(id);
    if (node.type == ScalarType::Null) return;
    if (kept_ != nullptr && kept_->nodes[id] != nullptr) return keep(*kept_->nodes[id]);
    OpenValue value;
    value.node = id;
    value.type = value_type(node.type);
    value.canonical = canonical(node.type, tree_.value(node));
    if (!value.canonical.empty()) {
      sealed_.has_values = true;
      if (selected_.node(id)) encrypt(node, value, aad);
    }
    sealed_.open.values.push_back(std::move(value));
  }

  void keep(const OpenValue& old) {
    OpenValue value;
    value.was_encrypted = old.was_encrypted;
    value.type = old.type;
    value.canonical = old.canonical.clone();
    sealed_.open.values.push_back(std::move(value));
  }

  void encrypt(const Node& node, OpenValue& value, std::string_view aad) {
    const OpenValue* old = reuse_ == nullptr ? nullptr : reuse_->value(value.node);
    if (old != nullptr) value.type = old->type;
    const std::string encrypted = old == nullptr
                                      ? cipher_.encrypt(value.canonical.expose(), value.type, aad)
                                      : reuse_->ciphertext(*old);
    ScalarPlace place = place_of(tree_, node, line_break_);
    if (kept_ != nullptr && !kept_->style_counts && !node.in_flow &&
        document_.format() == Format::Yaml) {
      place.wanted = Style::Plain;
    }
    // Broken YAML without quotes; these quotes say that there were none (plain_text).
    if (node.in_flow && node.style == Style::Plain) place.wanted = Style::SingleQuoted;
    std::ranges::move(
        replace_scalar(tree_, node, encrypted_token(document_.format(), encrypted, place)),
        std::back_inserter(sealed_.splices));
    remove_types(node);
    value.was_encrypted = true;
    ++sealed_.values;
  }

  void remove_types(const Node& node) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::string_view text = tree_.slice(node.properties);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
      const std::uint32_t begin = node.properties.begin + static_cast<std::uint32_t>(at);
      if (gives_type(text.substr(at, end - at))) {
        std::uint32_t after = node.properties.begin + static_cast<std::uint32_t>(end);
        while (after < node.span.begin && tree_.text()[after] == ' ') ++after;
        put({begin, after}, "");
      }
      at = std::min(text.find_first_not_of(kBlanks, end), text.size());
    }
  }

  void seal_comments_before(std::uint32_t offset) {
    const std::vector<Comment>& all = tree_.comments();
    for (; next_comment_ < all.size() && all[next_comment_].span.begin < offset; ++next_comment_) {
      seal_comment(next_comment_);
    }
  }

  // One whose owner is another than it was must be bound to that.
  void keep_comment(std::size_t index) {
    const OpenValue* old = kept_->comments[index];
    if (old == nullptr) return;
    const Comment& comment = tree_.comments()[index];
    const auto encrypted = sops::parse_encrypted_value(tree_.value(comment));
    if (!cipher_.try_decrypt(encrypted, comment_aads_[index])) {
      put(comment.text(),
          cipher_.encrypt(old->canonical.expose(), sops::ValueType::Comment, comment_aads_[index]));
    }
    keep(*old);
  }

  void seal_comment(std::size_t index) {
    if (kept_ != nullptr) return keep_comment(index);
    const Comment& comment = tree_.comments()[index];
    const std::string_view text = tree_.value(comment);
    if (!selected_.comment(index) || text.empty()) return;
    if (reuse_ != nullptr && reuse_->passed_through(text)) return;
    const OpenValue* old = reuse_ == nullptr ? nullptr : reuse_->comment(index);
    put(comment.text(),
        old == nullptr ? cipher_.encrypt(text, sops::ValueType::Comment, comment_aads_[index])
                       : reuse_->ciphertext(*old));
    OpenValue value;
    value.comment = index;
    value.was_encrypted = true;
    value.type = sops::ValueType::Comment;
    value.canonical = SecretText(text);
    sealed_.open.values.push_back(std::move(value));
    ++sealed_.comments;
  }

  void seal_mac() {
    const std::string mac = cipher_.encrypt(
        mac_text(sealed_.open, metadata_.selection), sops::ValueType::Str, metadata_.mac_aad);
    for (const NodeId block : metadata_.all_nodes) {
      const Node& node = tree_.node(*tree_.member(block, "mac"));
      sealed_.splices.push_back(
          {node.span,
           encrypted_token(document_.format(), mac, place_of(tree_, node, line_break_))});
    }
  }

  const Document& document_;
  const Tree& tree_;
  const Metadata& metadata_;
  const std::vector<std::string>& comment_aads_;
  const CiphertextReuse* reuse_;
  const KeptValues* kept_;
  SelectedNodes selected_;
  sops::ValueCipher cipher_;
  std::string_view line_break_;
  std::size_t next_comment_ = 0;
  Sealed sealed_;
};

// What each comment is bound to by the layout of this text.
std::vector<std::string> comment_aads(const Tree& tree) {
  std::vector<std::string> aads;
  for (const Comment& comment : tree.comments()) aads.push_back(comment_aad(tree, comment));
  return aads;
}

SealedDocument seal_once(const Document& document,
                         const sops::DataKey& key,
                         const std::vector<std::string>& aads,
                         const SealMemory& memory) {
  std::optional<CiphertextReuse> reuse;
  if (memory.old != nullptr) reuse.emplace(*memory.old, memory.reusable, document, aads);
  Sealed sealed = Sealer(document, key, aads, reuse ? &*reuse : nullptr, memory.kept).run();
  SecretText text = patch(document.text(), std::move(sealed.splices));
  return {Document::parse(std::move(text), document.format()), std::move(sealed)};
}

}  // namespace

SealedDocument seal_document(const Document& document,
                             const sops::DataKey& key,
                             const SealMemory& memory) {
  const std::vector<std::string> aads = comment_aads(document.tree());
  SealedDocument result = seal_once(document, key, aads, memory);
  // A text of several lines may have become one line, and so a comment another container's.
  const std::vector<std::string> final_aads = comment_aads(result.document.tree());
  if (final_aads != aads) result = seal_once(document, key, final_aads, memory);
  require_same_nodes(document, result.document, Values::Any);
  require_same_values(result.sealed.open, open_document(result.document, key, MacCheck::Enforce));
  return result;
}

}  // namespace holdfast::vault
