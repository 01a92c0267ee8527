#include "vault/document/selection.h"

#include "tests/support/catch.h"
#include "vault/stores/yaml_index.h"

namespace holdfast::vault {

namespace {

// The key paths of the scalars, and the texts of the comments, that are selected.
std::vector<std::string> selected(std::string_view text, SelectionKind kind, std::string pattern) {
  const Tree tree = index_yaml(text);
  const SelectedNodes nodes(tree, {.kind = kind, .pattern = std::move(pattern)});
  std::vector<std::string> found;
  for (NodeId id = 0; id < tree.nodes().size(); ++id) {
    const bool scalar = tree.node(id).kind == NodeKind::Scalar;
    if (scalar && nodes.node(id)) found.push_back(tree.key_path(id));
  }
  for (std::size_t at = 0; at < tree.comments().size(); ++at) {
    if (nodes.comment(at)) found.push_back("#" + std::string(tree.value(tree.comments()[at])));
  }
  return found;
}

using Texts = std::vector<std::string>;

constexpr std::string_view kText =
    "a: 1\nb_x:\n  c: 2\n  d:\n    - 3\n    - e: 4\nf:\n  g_x: 5\n  h: 6\n";

}  // namespace

TEST_CASE("selection: a rule on a key covers all below it", "[vault]") {
  CHECK(selected(kText, SelectionKind::EncryptedSuffix, "_x") ==
        Texts{"b_x.c", "b_x.d[0]", "b_x.d[1].e", "f.g_x"});
  CHECK(selected(kText, SelectionKind::UnencryptedSuffix, "_x") == Texts{"a", "f.h"});
  CHECK(selected(kText, SelectionKind::EncryptedRegex, "^[ad]$") ==
        Texts{"a", "b_x.d[0]", "b_x.d[1].e"});
  CHECK(selected(kText, SelectionKind::UnencryptedRegex, "^(b_x|f)$") == Texts{"a"});
}

TEST_CASE("selection: a regex is searched for anywhere in a key", "[vault]") {
  CHECK(selected(kText, SelectionKind::EncryptedRegex, "_") ==
        Texts{"b_x.c", "b_x.d[0]", "b_x.d[1].e", "f.g_x"});
}

TEST_CASE("selection: comments follow the path of what holds them", "[vault]") {
  const std::string_view text = "# top\na:\n  # inner\n  b: 1\n";
  CHECK(selected(text, SelectionKind::EncryptedRegex, "^a$") == Texts{"a.b", "# inner"});
  CHECK(selected(text, SelectionKind::UnencryptedRegex, "^a$") == Texts{"# top"});
  CHECK(selected(text, SelectionKind::UnencryptedSuffix, "_x") == Texts{"a.b", "# top", "# inner"});
}

TEST_CASE("selection: a comment is active until the next element is done", "[vault]") {
  const std::string_view text =
      "# secret\n# more\na: 1\nb: 2\n# secret\nc:\n  # in\n  d: 3\n  e: 4\nf: 5 # secret\n";
  CHECK(selected(text, SelectionKind::EncryptedCommentRegex, "secret") ==
        Texts{"a", "c.d", "c.e", "f", "# more", "# in"});
  CHECK(selected(text, SelectionKind::UnencryptedCommentRegex, "secret") == Texts{"b"});
}

TEST_CASE("selection: a comment before an element that is not spelled covers the next", "[vault]") {
  const std::string_view text = "a:\n  # secret\n  -\n  - 1\n  - 2\nb:\n  # secret\n  - ~\n  - 3\n";
  CHECK(selected(text, SelectionKind::EncryptedCommentRegex, "secret") ==
        Texts{"a[0]", "a[1]", "b[0]"});
}

TEST_CASE("selection: the metadata is never selected", "[vault]") {
  const std::string_view text = "a: 1\nsops:\n  # note\n  b: 2\n";
  CHECK(selected(text, SelectionKind::UnencryptedSuffix, "_x") == Texts{"a"});
  CHECK(selected(text, SelectionKind::EncryptedRegex, "b").empty());
}

TEST_CASE("selection: a pattern that does not compile is an error", "[vault]") {
  const auto select = [] {
    static_cast<void>(selected("a: 1\n", SelectionKind::EncryptedRegex, "("));
  };
  CHECK(test::code_of(select) == Code::Failed);
}

}  // namespace holdfast::vault
