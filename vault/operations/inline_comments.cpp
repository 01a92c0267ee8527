#include "vault/operations/inline_comments.h"

#include "vault/stores/blanks.h"
#include "vault/stores/scalar_place.h"

#include <algorithm>

namespace holdfast::vault {

namespace {

class Lifting {
 public:
  Lifting(const Document& plain, const SelectedNodes& selected)
      : tree_(plain.tree()),
        text_(plain.text()),
        selected_(selected),
        line_break_(line_break_of(plain.text())) {}

  std::vector<Splice> run() {
    for (std::size_t at = 0; at < tree_.comments().size(); ++at) {
      const Comment& comment = tree_.comments()[at];
      if (comment.own_line || !selected_.comment(at) || tree_.value(comment).empty()) continue;
      const std::uint32_t line = line_of_owner(comment);
      const bool beside_header = trim_left(text_.substr(line)).starts_with('[');
      const bool below_comment = at > 0 && stands_above(tree_.comments()[at - 1], line);
      if (beside_header || (below_comment && !joins_lines(comment))) lift(comment, line);
    }
    return std::move(splices_);
  }

 private:
  // Where the line begins of the section or key that the comment stands beside: the last name
  // before it. Comments come in the order of the text, and so do names.
  std::uint32_t line_of_owner(const Comment& comment) {
    while (next_ < tree_.nodes().size() && tree_.node(next_).key.begin < comment.span.begin) {
      if (tree_.node(next_).key.size() > 0) name_ = tree_.node(next_).key.begin;
      ++next_;
    }
    const std::uint32_t line = line_start(text_, name_);
    return line == 0 && text_.starts_with("\xEF\xBB\xBF") ? 3 : line;
  }

  [[nodiscard]] bool stands_above(const Comment& other, std::uint32_t line) const {
    return other.own_line && other.span.end <= line &&
           trim_left(tree_.slice({other.span.end, line})).empty();
  }

  // Without the comment a '\' before it would join the next line to the value.
  [[nodiscard]] bool joins_lines(const Comment& comment) const {
    return trim_right(text_.substr(0, comment.span.begin)).ends_with('\\');
  }

  void lift(const Comment& comment, std::uint32_t line) {
    const std::string_view before = text_.substr(line, comment.span.begin - line);
    const std::size_t indent = std::min(before.find_first_not_of(" \t"), before.size());
    SecretText above(before.substr(0, indent));
    above.append(tree_.slice(comment.span));
    above.append(line_break_);
    splices_.push_back({{line, line}, std::move(above)});
    const auto begin = static_cast<std::uint32_t>(line + trim_right(before).size());
    splices_.push_back({{begin, comment.span.end}, {}});
  }

  const Tree& tree_;
  std::string_view text_;
  const SelectedNodes& selected_;
  std::string_view line_break_;
  NodeId next_ = 0;
  std::uint32_t name_ = 0;
  std::vector<Splice> splices_;
};

}  // namespace

std::vector<Splice> lift_comments(const Document& plain, const SelectedNodes& selected) {
  if (plain.format() != Format::Ini) return {};
  return Lifting(plain, selected).run();
}

}  // namespace holdfast::vault
