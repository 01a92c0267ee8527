#include "vault/operations/reencryption.h"

#include "crypto/sops/mac.h"
#include "src/base/error.h"
#include "vault/operations/comments.h"
#include "vault/operations/leaves.h"
#include "vault/stores/scalar_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace holdfast::vault {

std::string mac_text(const OpenDocument& open, const Selection& selection) {
  const bool only_encrypted = selection.mac_only_encrypted;
  sops::Mac mac(only_encrypted ? sops::MacScope::EncryptedValuesOnly : sops::MacScope::AllValues);
  for (const OpenValue& value : open.values) {
    if (value.type == sops::ValueType::Comment) continue;
    if (only_encrypted && !value.was_encrypted) continue;
    mac.add(value.canonical.expose());
  }
  return mac.text();
}

void refuse_lost_comments(const Document& document, const OpenDocument& open) {
  if (open.unopened_comments.empty()) return;
  const Comment& comment = document.tree().comments()[open.unopened_comments.front()];
  const std::size_t line = document.tree().line_of(comment.span.begin);
  throw Error(Code::Refused,
              fmt::format("line {}: an encrypted comment does not open and would be lost", line))
      .hint("restore it from Git (a formatter may have put a blank after #), or delete the line");
}

Reencryption::Reencryption(const Document& document,
                           const OpenDocument& open,
                           const sops::DataKey& key,
                           Time now)
    : document_(document),
      open_(open),
      cipher_(key),
      line_break_(line_break_of(document.text(), document.format())),
      lastmodified_(format_utc(now)),
      mac_(cipher_.encrypt(
          mac_text(open, document.metadata().selection), sops::ValueType::Str, lastmodified_)) {}

std::vector<Splice> Reencryption::values() const {
  std::vector<Splice> splices;
  splices.reserve(open_.values.size());
  auto next = open_.values.begin();
  const auto add_comments = [&] {
    for (; next != open_.values.end() && next->node == kNoNode; ++next) add_comment(*next, splices);
  };
  for_each_leaf(document_.tree(), [&](NodeId id, std::string_view aad) {
    add_comments();
    if (next == open_.values.end() || next->node != id) return;
    add_value(*next, aad, splices);
    ++next;
  });
  add_comments();
  return splices;
}

void Reencryption::add_value(const OpenValue& value,
                             std::string_view aad,
                             std::vector<Splice>& splices) const {
  const Node& node = document_.tree().node(value.node);
  if (!value.was_encrypted || node.aliased) return;  // an alias follows what it stands for
  const std::string encrypted = cipher_.encrypt(value.canonical.expose(), value.type, aad);
  const ScalarPlace place = place_of(document_.tree(), node, line_break_);
  std::ranges::move(
      replace_scalar(document_.tree(), node, encrypted_token(document_.format(), encrypted, place)),
      std::back_inserter(splices));
}

void Reencryption::add_comment(const OpenValue& value, std::vector<Splice>& splices) const {
  const Tree& tree = document_.tree();
  const Comment& comment = tree.comments()[value.comment];
  const std::string encrypted = cipher_.encrypt(
      value.canonical.expose(), sops::ValueType::Comment, comment_aad(tree, comment));
  splices.push_back({comment.text(), SecretText(encrypted)});
}

std::vector<Splice> Reencryption::vouchers(const Metadata& block) const {
  const Tree& tree = document_.tree();
  std::vector<Splice> splices;
  if (block.mac_node != kNoNode) {
    const Node& node = tree.node(block.mac_node);
    splices.push_back(
        {node.span, encrypted_token(document_.format(), mac_, place_of(tree, node, line_break_))});
  }
  const Node& node = tree.node(block.lastmodified_node);
  splices.push_back(
      {node.span,
       text_token(document_.format(), lastmodified_, place_of(tree, node, line_break_))});
  return splices;
}

}  // namespace holdfast::vault
