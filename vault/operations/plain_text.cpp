#include "src/base/bytes.h"
#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/operations/binary_content.h"
#include "vault/operations/block_removal.h"
#include "vault/operations/decrypt.h"
#include "vault/operations/leaves.h"
#include "vault/operations/value_text.h"
#include "vault/operations/verify.h"
#include "vault/stores/ini_comment.h"
#include "vault/stores/scalar_place.h"
#include "vault/stores/text_patch.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace holdfast::vault {

namespace {

std::uint32_t end_of(const Node& node) { return std::max(node.key.end, node.span.end); }

// What a value's text is in a document of the format: where all is text, that of sops.
SecretText text_in(Format format, const OpenValue& value) {
  const ScalarType type = scalar_type(value.type);
  if (!is_flat(format) || type == ScalarType::Str) return value.canonical.clone();
  return SecretText(spell_flat(type, value.canonical.expose()).value_or(""));
}

class Restoring {
 public:
  Restoring(const Document& document, const OpenDocument& open)
      : document_(document),
        tree_(document.tree()),
        text_(document.text()),
        open_(open),
        line_break_(line_break_of(document.text(), document.format())) {}

  std::vector<Splice> run() {
    for (const OpenValue& value : open_.values) {
      if (!value.was_encrypted) continue;
      if (value.node == kNoNode) {
        restore_comment(tree_.comments()[value.comment], value.canonical.expose());
      } else if (value.type == sops::ValueType::Comment) {
        comments_[tree_.node(value.node).parent].push_back(&value);
      } else {
        restore(value);
      }
    }
    for (const auto& [container, values] : comments_) restore_comments(container, values);
    std::ranges::move(without_metadata(document_), std::back_inserter(splices_));
    return std::move(splices_);
  }

 private:
  using Values = std::vector<const OpenValue*>;

  void put(Span where, SecretText with) { splices_.push_back({where, std::move(with)}); }
  void put(Span where, std::string_view with) { put(where, SecretText(with)); }

  void restore_comment(const Comment& comment, std::string_view text) {
    if (document_.format() != Format::Ini) return put(comment.text(), hash_lines(text));
    const std::uint32_t start = line_start(text_, comment.span.begin);
    const std::string_view before = tree_.slice({start, comment.span.begin});
    const std::size_t indent = std::min(before.find_first_not_of(" \t"), before.size());
    put(comment.text(), ini_comment_lines(text, before.substr(0, indent), line_break_));
  }

  // A line feed inside would end the comment.
  static SecretText hash_lines(std::string_view text) {
    SecretText comment;
    while (!text.empty()) {
      const std::size_t line = std::min(text.find('\n'), text.size() - 1) + 1;
      comment.append(text.substr(0, line));
      if (text.substr(0, line).ends_with('\n')) comment.append("#");
      text.remove_prefix(line);
    }
    return comment;
  }

  void restore(const OpenValue& value) {
    const Node& node = tree_.node(value.node);
    if (node.aliased) return;  // follows what it stands for
    try {
      if (may_become_block(value, node)) {
        restore_as_block(value, node);
      } else {
        std::ranges::move(replace_scalar(tree_, node, token(value, node)),
                          std::back_inserter(splices_));
      }
    } catch (Error& error) {
      error.at_key(tree_.key_path(value.node));
      throw;
    }
  }

  // sops writes plain ciphertexts for texts of several lines too.
  [[nodiscard]] bool may_become_block(const OpenValue& value, const Node& node) const {
    if (node.style != Style::Plain || node.in_flow || document_.format() != Format::Yaml) {
      return false;
    }
    const std::string_view rest = tree_.slice({node.span.end, next_line(text_, node.span.end)});
    return value.type == sops::ValueType::Str && node.properties.size() == 0 &&
           value.canonical.expose().find('\n') != std::string_view::npos &&
           rest.find_first_not_of(" \t\r\n") == std::string_view::npos;
  }

  void restore_as_block(const OpenValue& value, const Node& node) {
    constexpr std::uint32_t kStep = 4;
    const bool in_map = node.key.size() > 0;
    const std::uint32_t from = in_map ? node.key.begin : node.span.begin;
    const std::uint32_t column = from - line_start(text_, from);
    ScalarPlace place;
    place.line_break = line_break_;
    place.indent = in_map ? column + kStep : column + kStep - 2;  // a list's dash and blank
    place.step = in_map ? kStep : 0;
    SecretText token = yaml_string_token(value.canonical.expose(), place);
    const bool ends_line = token.expose().ends_with('\n');
    put({node.span.begin, ends_line ? next_line(text_, node.span.end) : node.span.end},
        std::move(token));
  }

  [[nodiscard]] SecretText token(const OpenValue& value, const Node& node) const {
    ScalarPlace place = place_of(tree_, node, line_break_);
    SecretText token;
    if (scalar_type(value.type) == ScalarType::Str) {
      // In a flow collection encrypting a plain text gives it these quotes.
      if (node.in_flow && node.style == Style::SingleQuoted) place.wanted = Style::Plain;
      token = text_token(document_.format(), value.canonical.expose(), place);
    } else if (is_flat(document_.format())) {
      const SecretText text = text_in(document_.format(), value);
      token = text_token(document_.format(), text.expose(), place);
    } else {
      token = SecretText(typed_token(value));
    }
    const bool was_line = tree_.slice(node.span).ends_with('\n');
    if (was_line && !token.expose().ends_with('\n')) token.append(line_break_);
    return token;
  }

  [[nodiscard]] std::string typed_token(const OpenValue& value) const {
    const ScalarType type = scalar_type(value.type);
    const std::string_view text = value.canonical.expose();
    if (type == ScalarType::Float && text == "-0") return "-0.0";  // "-0" is an integer
    const bool json = document_.format() == Format::Json;
    if (json && type == ScalarType::Time) {
      return std::string(text_token(Format::Json, text, {}).expose());
    }
    const auto spelled = json ? spell_json(type, text) : spell_yaml(type, text);
    if (!spelled) throw Error(Code::Failed, "JSON has no way to write this number");
    return *spelled;
  }

  // sops keeps the comments of a list as elements of it.
  void restore_comments(NodeId container, const Values& values) {
    const Node& node = tree_.node(container);
    if (node.kind == NodeKind::Map) {
      for (const OpenValue* value : values) restore(*value);
    } else if (node.style == Style::Block) {
      for (const OpenValue* value : values) restore_comment_line(*value);
      keep_empty_list(container, values.size());
    } else {
      remove_elements(container, values);
    }
  }

  void restore_comment_line(const OpenValue& value) {
    const Node& node = tree_.node(value.node);
    const std::uint32_t start = line_start(text_, node.span.begin);
    const std::size_t dash = text_.rfind('-', node.span.begin - 1);
    const bool found = dash != std::string_view::npos && dash >= start;
    const std::uint32_t from = found ? static_cast<std::uint32_t>(dash) : node.span.begin;
    SecretText line("#");
    line.append(hash_lines(value.canonical.expose()).expose());
    if (tree_.slice(node.span).ends_with('\n')) line.append(line_break_);
    put({from, node.span.end}, std::move(line));
  }

  // Comments alone would leave null where the list was.
  void keep_empty_list(NodeId list, std::size_t comments) {
    const Node& node = tree_.node(list);
    if (tree_.children(list).size() > comments || node.key.size() == 0) return;
    const std::size_t colon = text_.find(':', node.key.end);
    const auto after = static_cast<std::uint32_t>(colon + 1);
    put({after, after}, " []");
  }

  void remove_elements(NodeId list, const Values& values) {
    const std::vector<NodeId> elements = tree_.children(list);
    const auto goes = [&](NodeId id) {
      return std::ranges::binary_search(values, id, {}, &OpenValue::node);
    };
    const auto first_kept = std::ranges::find_if_not(elements, goes);
    if (first_kept == elements.end()) {
      put({tree_.node(elements.front()).span.begin, end_of(tree_.node(elements.back()))}, "");
      return;
    }
    if (first_kept != elements.begin()) {
      put({tree_.node(elements.front()).span.begin, tree_.node(*first_kept).span.begin}, "");
    }
    for (auto element = first_kept + 1; element != elements.end(); ++element) {
      if (!goes(*element)) continue;
      put({end_of(tree_.node(*(element - 1))), end_of(tree_.node(*element))}, "");
    }
  }

  const Document& document_;
  const Tree& tree_;
  std::string_view text_;
  const OpenDocument& open_;
  std::string_view line_break_;
  std::map<NodeId, Values> comments_;  // list elements that are comments, by list
  std::vector<Splice> splices_;
};

// The plain text holds the values that were opened. Their types may differ: 1.0 is written 1.
void require_values(const OpenDocument& open, const Document& plain) {
  auto next = open.values.begin();
  const auto skip_comments = [&] {
    while (next != open.values.end() && next->type == sops::ValueType::Comment) ++next;
  };
  bool same = true;
  for_each_leaf(plain.tree(), [&](NodeId id, std::string_view /*aad*/) {
    const Node& node = plain.tree().node(id);
    if (node.type == ScalarType::Null || !same) return;
    skip_comments();
    const SecretText text = canonical(node.type, plain.tree().value(node));
    same = next != open.values.end() &&
           equal_constant_time(text.expose_bytes(), text_in(plain.format(), *next).expose_bytes());
    if (same) ++next;
  });
  skip_comments();
  if (!same || next != open.values.end()) {
    throw Error(Code::Integrity, "the plain text does not hold the values that were decrypted");
  }
}

}  // namespace

SecretText plain_text(const Document& document, const OpenDocument& open) {
  if (document.format() == Format::Binary) return binary_content(document, open);
  const Document plain =
      Document::parse(patch(document.text(), Restoring(document, open).run()), document.format());
  require_values(open, plain);
  return SecretText(plain.text());
}

}  // namespace holdfast::vault
