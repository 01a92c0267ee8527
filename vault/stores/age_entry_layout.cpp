#include "vault/stores/age_entry_layout.h"

#include "src/base/error.h"
#include "vault/stores/scalar_place.h"

#include <algorithm>

namespace holdfast::vault {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// What stands between two tokens, if that is nothing but blanks and one of the mark.
std::string between(const Tree& tree, std::uint32_t from, std::uint32_t to, char mark) {
  const std::string_view text = tree.slice({from, std::max(from, to)});
  const std::size_t first = text.find_first_not_of(kBlanks);
  const std::size_t last = text.find_last_not_of(kBlanks);
  const bool plain = first != std::string_view::npos && first == last && text[first] == mark;
  return plain ? std::string(text) : std::string{mark, ' '};
}

std::string blanks_in(const Tree& tree, std::uint32_t from, std::uint32_t to) {
  const std::string_view text = tree.slice({from, std::max(from, to)});
  return text.find_first_not_of(kBlanks) == std::string_view::npos ? std::string(text) : "";
}

}  // namespace

AgeEntryLayout::AgeEntryLayout(const Tree& tree,
                               Format format,
                               const AgeEntry& entry,
                               std::uint32_t indent,
                               std::string_view line_break)
    : format_(format),
      indent_(indent),
      line_break_(line_break),
      block_(tree.node(entry.node).style == Style::Block),
      enc_first_(entry.enc_node < entry.recipient_node) {
  if (entry.enc_node == kNoNode || entry.recipient_node == kNoNode) {
    throw Error(Code::Refused, "an age entry lacks its recipient or its enc")
        .at_key(tree.key_path(entry.node));
  }
  recipient_ = read_field(tree, entry.recipient_node);
  recipient_.place.single_line = true;
  enc_ = read_field(tree, entry.enc_node);
  if (!block_) read_flow(tree, entry);
}

AgeEntryLayout::Field AgeEntryLayout::read_field(const Tree& tree, NodeId id) const {
  const Node& node = tree.node(id);
  std::string colon = between(tree, node.key.end, node.span.begin, ':');
  if (block_ && colon.find('\n') != std::string::npos) colon = ": ";
  return {.key = std::string(tree.slice(node.key)),
          .colon = std::move(colon),
          .place = place_of(tree, node, line_break_)};
}

void AgeEntryLayout::read_flow(const Tree& tree, const AgeEntry& entry) {
  const Span map = tree.node(entry.node).span;
  const Node& one = tree.node(std::min(entry.enc_node, entry.recipient_node));
  const Node& two = tree.node(std::max(entry.enc_node, entry.recipient_node));
  open_ += blanks_in(tree, map.begin + 1, one.key.begin);
  comma_ = between(tree, one.span.end, two.key.begin, ',');
  close_ = blanks_in(tree, two.span.end, map.end - 1) + "}";
}

std::string AgeEntryLayout::print(std::string_view recipient, std::string_view enc) const {
  const SecretText token = text_token(format_, recipient, recipient_.place);
  std::string first = recipient_.key + recipient_.colon;
  first += token.expose();
  std::string second = enc_.key + enc_.colon + armor_token(format_, enc, enc_.place);
  if (enc_first_) std::swap(first, second);
  return block_ ? print_block(first, second) : print_flow(first, second);
}

std::string AgeEntryLayout::print_block(std::string_view one, std::string_view two) const {
  std::string text;
  text.append(one);
  if (!text.ends_with('\n')) text += line_break_;
  text.append(indent_, ' ').append(two);
  if (!text.ends_with('\n')) text += line_break_;
  return text;
}

std::string AgeEntryLayout::print_flow(std::string_view one, std::string_view two) const {
  return open_ + std::string(one) + comma_ + std::string(two) + close_;
}

}  // namespace holdfast::vault
