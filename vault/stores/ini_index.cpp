#include "vault/stores/ini_index.h"

#include "crypto/sops/encrypted_value.h"
#include "src/base/error.h"
#include "src/base/file.h"
#include "vault/stores/blanks.h"
#include "vault/stores/dotenv_index.h"
#include "vault/stores/flat_block.h"
#include "vault/stores/ini_comment.h"
#include "vault/stores/ini_value.h"
#include "vault/stores/scalar_place.h"
#include "vault/stores/text_place.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace holdfast::vault {

namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr NodeId kRoot = 0;

class IniReader {
 public:
  explicit IniReader(std::string_view text) : text_(text), tree_(text) {}

  Tree read() {
    add_root();
    add_section({0, 0}, "DEFAULT", 0);
    std::uint32_t at = text_.starts_with(kBom) ? 3 : 0;
    while (at < text_.size()) at = read_line(at);
    add_comments();
    close_section(at);
    tree_.edit(kRoot).subtree_end = static_cast<NodeId>(tree_.nodes().size());
    for (const Comment& comment : comments_) tree_.add_comment(comment);
    tree_.add_document(kRoot);
    return std::move(tree_);
  }

 private:
  [[nodiscard]] std::uint32_t place(std::string_view part) const {
    return static_cast<std::uint32_t>(part.data() - text_.data());
  }
  [[nodiscard]] Span span_of(std::string_view part) const {
    return {place(part), place(part) + static_cast<std::uint32_t>(part.size())};
  }

  // Returns where the next line begins.
  std::uint32_t read_line(std::uint32_t at) {
    const std::uint32_t next = next_line(text_, at);
    const std::string_view line = trim_left(tree_.slice({at, next}));
    if (line.empty()) return next;
    if (line.front() == '#' || line.front() == ';') {
      comment_lines_.push_back(span_of(trim_right(line)));
      return next;
    }
    if (line.front() == '[') {
      read_header(line);
      return next;
    }
    return read_key(line);
  }

  void read_header(std::string_view line) {
    const std::size_t close = line.rfind(']');
    if (close == std::string_view::npos) fail_at(text_, place(line), "a section without ]");
    const std::string_view name = line.substr(1, close - 1);
    if (name.empty()) fail_at(text_, place(line), "a section without a name");
    if (name == "sops") add_comments();  // sops loses them; here they are the section's before
    close_section(place(line));
    add_section(span_of(name), name, place(line));
    const std::string_view rest = line.substr(close + 1);
    const std::size_t mark = rest.find_first_of("#;");
    const std::size_t first = comments_.size();
    add_comments();
    if (mark != std::string_view::npos) add_comment(span_of(trim_right(rest.substr(mark))), false);
    placed_ = first;  // they stand before the section's first key
  }

  std::uint32_t read_key(std::string_view line) {
    const auto [token, name, value_at] = split_key(line);
    Node node;
    node.key = span_of(token);
    IniValue value = scan_ini_value(text_, value_at);
    node.span = value.token;
    node.style = value.style;
    if (value.joined) node.cooked_value = tree_.keep(std::move(*value.joined));
    if (in_block_) {
      add_to_block(node, name);
    } else {
      add_member(node, name);
    }
    const std::size_t first = comments_.size();
    add_comments();
    if (value.comment.size() > 0) add_comment(value.comment, false);
    placed_ = first;  // sops holds a key's comment behind it, and so before the next key
    return value.end;
  }

  struct Key {
    std::string_view token;
    std::string_view name;
    std::uint32_t value_at;
  };

  [[nodiscard]] Key split_key(std::string_view line) const {
    constexpr std::string_view kTriple = R"(""")";
    std::string_view quote = line.substr(0, line.front() == '"' || line.front() == '`' ? 1 : 0);
    if (line.starts_with(kTriple) && line.size() > 6) quote = kTriple;
    std::size_t close = 0;
    if (!quote.empty()) {
      close = line.find(quote, quote.size());
      if (close == std::string_view::npos) fail_at(text_, place(line), "a quote without an end");
    }
    const std::size_t delimiter = line.find_first_of("=:", close + quote.size());
    if (delimiter == std::string_view::npos) {
      fail_at(text_, place(line), "neither a section, a comment nor KEY =");
    }
    const std::size_t token_end = quote.empty() ? delimiter : close + quote.size();
    const std::string_view token = trim_right(line.substr(0, token_end));
    const std::string_view name = trim_left(
        trim_right(quote.empty() ? token : line.substr(quote.size(), close - quote.size())));
    if (name.empty()) fail_at(text_, place(line), "a key without a name");
    return {token, name, place(line) + static_cast<std::uint32_t>(delimiter) + 1};
  }

  void add_root() {
    Node root;
    root.kind = NodeKind::Map;
    root.style = Style::Block;
    root.span = {0, static_cast<std::uint32_t>(text_.size())};
    tree_.add(root);
  }

  void add_section(Span key, std::string_view name, std::uint32_t begin) {
    Node section;
    section.kind = NodeKind::Map;
    section.style = Style::Block;
    section.parent = kRoot;
    section.key = key;
    section.span.begin = begin;
    if (tree_.key(section) != name) section.cooked_key = tree_.keep(SecretText(name));
    section_ = tree_.add(section);
    in_block_ = name == "sops";
    names_.clear();
    numbered_ = 0;
  }

  void close_section(std::uint32_t end) {
    if (in_block_) unflatten(tree_, section_, block_);
    block_.clear();
    Node& section = tree_.edit(section_);
    section.span.end = end;
    section.subtree_end = static_cast<NodeId>(tree_.nodes().size());
    placed_ = comments_.size();
  }

  void add_member(Node node, std::string_view name) {
    std::string numbered;
    if (name == "-") {  // sops's reader counts them
      numbered = "#" + std::to_string(++numbered_);
      name = numbered;
    }
    if (!names_.emplace(name).second) {
      fail_at(text_, node.key.begin, "a key that its section has already");
    }
    if (tree_.key(node) != name) node.cooked_key = tree_.keep(SecretText(name));
    node.parent = section_;
    const NodeId id = tree_.add(node);
    tree_.edit(id).subtree_end = id + 1;
    for (; placed_ < comments_.size(); ++placed_) comments_[placed_].before = id;
  }

  // Whatever its quotes, a line feed of the block may be written as two characters.
  void add_to_block(Node node, std::string_view name) {
    if (tree_.value(node).find("\\n") != std::string_view::npos) {
      node.cooked_value = tree_.keep(unescape_line_feeds(tree_.value(node)));
    }
    block_.push_back({name, node});
  }

  // The comment lines since the last key or section. A ciphertext is a comment by itself: what
  // stands below it would be lost when it is opened.
  void add_comments() {
    for (std::size_t begin = 0; begin < comment_lines_.size();) {
      std::size_t end = begin + 1;
      const bool alone = is_ciphertext(comment_lines_[begin]);
      while (!alone && end < comment_lines_.size() && !is_ciphertext(comment_lines_[end])) ++end;
      add_comment({comment_lines_[begin].begin, comment_lines_[end - 1].end}, true);
      if (end > begin + 1) cook_comment(begin, end);
      begin = end;
    }
    comment_lines_.clear();
  }

  [[nodiscard]] bool is_ciphertext(Span line) const {
    return sops::looks_encrypted(tree_.slice({text_begin(line), line.end}));
  }

  // After all marks of the first one's kind, and blanks.
  [[nodiscard]] std::uint32_t text_begin(Span line) const {
    const std::string_view text = tree_.slice(line);
    const std::size_t lead =
        text.find_first_not_of(text.front() == ';' ? std::string_view("; ") : "# ");
    return line.begin + static_cast<std::uint32_t>(std::min(lead, text.size()));
  }

  void add_comment(Span span, bool own_line) {
    const std::size_t first_line = tree_.slice(span).find('\n');
    const std::string_view line = trim_right(tree_.slice(span).substr(0, first_line));
    Comment comment;
    comment.span = span;
    comment.text_begin = text_begin(span_of(line));
    comment.owner = section_;
    comment.own_line = own_line;
    comments_.push_back(comment);
  }

  void cook_comment(std::size_t begin, std::size_t end) {
    Comment& comment = comments_.back();
    SecretText text;
    append_line(text, tree_.slice({comment.text_begin, comment_lines_[begin].end}));
    for (std::size_t at = begin + 1; at < end; ++at) {
      const std::string_view between =
          tree_.slice({comment_lines_[at - 1].end, comment_lines_[at].begin});
      for (auto breaks = std::ranges::count(between, '\n'); breaks > 1; --breaks) {
        text.append('\n');
        append_line(text, "");
      }
      text.append('\n');
      append_line(text, tree_.slice(comment_lines_[at]));
    }
    comment.cooked = tree_.keep(std::move(text));
  }

  static void append_line(SecretText& text, std::string_view line) {
    text.append(line.empty() ? kEmptyCommentLine : line);
  }

  std::string_view text_;
  Tree tree_;
  NodeId section_ = kNoNode;
  bool in_block_ = false;
  std::size_t numbered_ = 0;                  // keys "-" of the section
  std::set<std::string, std::less<>> names_;  // keys of the section
  std::vector<FlatEntry> block_;
  std::vector<Span> comment_lines_;  // since the last key or section
  std::vector<Comment> comments_;
  std::size_t placed_ = 0;  // comments whose next key is known
};

}  // namespace

Tree index_ini(std::string_view text) {
  if (text.size() > kMaxDocument) throw Error(Code::Failed, "larger than 256 MiB");
  return IniReader(text).read();
}

}  // namespace holdfast::vault
