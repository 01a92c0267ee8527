#include "vault/operations/environment.h"

#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/document/scalar_float.h"
#include "vault/operations/leaves.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace holdfast::vault {

namespace {

// As sops writes floats into dotenv: an exponent in upper case, else at least one decimal.
std::string float_text(std::string_view canonical_text) {
  std::string text = yaml_float(read_float(canonical_text).value_or(0));
  std::ranges::replace(text, 'e', 'E');
  if (text.find_first_of(".En") == std::string::npos) text += ".0";
  return text;
}

std::string text_of(const OpenValue* value) {
  if (value == nullptr) return "<nil>";
  const std::string_view text = value->canonical.expose();
  if (value->type == sops::ValueType::Bool) return text == "True" ? "true" : "false";
  if (value->type == sops::ValueType::Float) return float_text(text);
  return std::string(text);
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
    if (is_metadata(tree, id)) continue;
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
