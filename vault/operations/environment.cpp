#include "vault/operations/environment.h"

#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/operations/value_text.h"

#include <map>
#include <string_view>

namespace holdfast::vault {

namespace {

std::string text_of(const OpenValue* value) {
  if (value == nullptr) return "<nil>";
  const ScalarType type = scalar_type(value->type);
  if (type == ScalarType::Str) return std::string(value->canonical.expose());
  return spell_flat(type, value->canonical.expose()).value_or("");
}

std::string variable(const Tree& tree, NodeId id, const OpenValue* value) {
  using namespace std::string_view_literals;
  const Node& node = tree.node(id);
  const std::string_view key = tree.key(node);
  if (node.kind != NodeKind::Scalar) {
    throw Error(Code::Failed, "a map or list cannot be a variable of the environment");
  }
  if (key.empty() || key.find_first_of("=\0"sv) != std::string_view::npos) {
    throw Error(Code::Failed, "no variable can have this name");
  }
  const std::string text = text_of(value);
  if (text.find('\0') != std::string::npos) throw Error(Code::Failed, "no variable can hold NUL");
  return std::string(key) + "=" + text;
}

}  // namespace

std::vector<std::string> environment_of(const Document& document, const OpenDocument& open) {
  const Tree& tree = document.tree();
  std::map<NodeId, const OpenValue*> values;
  for (const OpenValue& value : open.values) values[value.node] = &value;
  std::vector<std::string> variables;
  if (tree.documents() == 0 || tree.root(0) == kNoNode) return variables;
  for (const NodeId id : tree.children(tree.root(0))) {
    if (tree.is_block(id)) continue;
    const auto found = values.find(id);
    try {
      variables.push_back(variable(tree, id, found == values.end() ? nullptr : found->second));
    } catch (Error& error) {
      throw error.at_key(tree.key_path(id));
    }
  }
  return variables;
}

}  // namespace holdfast::vault
