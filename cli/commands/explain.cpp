#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/sops_file.h"
#include "src/base/file.h"
#include "vault/operations/rewrite.h"
#include "vault/overlay/sniff.h"
#include "vault/rules/lint.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

namespace holdfast::cli {

namespace {

// Who a recipient is, as far as the keystore knows.
std::string owner_of(const std::string& recipient, const std::optional<keystore::Keystore>& store) {
  if (!store) return "";
  if (const keystore::KeyRecord* key = store->find_recipient(recipient)) {
    return fmt::format("{} ({})", key->cluster, keystore::state_name(key->state));
  }
  return "";
}

std::string describe_selection(const vault::Selection& selection) {
  return fmt::format("{}: {}{}",
                     vault::selection_field(selection.kind),
                     selection.pattern,
                     selection.mac_only_encrypted ? ", mac_only_encrypted" : "");
}

// The key paths of the values that a selection covers, empty ones and nulls left out.
std::vector<std::string> covered_values(const vault::Document& document,
                                        const vault::Selection& selection) {
  const vault::Tree& tree = document.tree();
  const vault::SelectedNodes selected(tree, selection);
  std::vector<std::string> paths;
  for (vault::NodeId id = 0; id < tree.nodes().size(); ++id) {
    const vault::Node& node = tree.node(id);
    const bool value = node.kind == vault::NodeKind::Scalar &&
                       node.type != vault::ScalarType::Null && !tree.value(node).empty();
    if (value && selected.node(id)) paths.push_back(tree.key_path(id));
  }
  return paths;
}

class Explanation {
 public:
  explicit Explanation(Path file) : file_(std::move(file)) { json_.set("file", file_.string()); }

  void explain(Context& context) {
    const std::optional<FoundConfig> config = config_for(file_, std::nullopt);
    if (!config) {
      line("rules", "no .sops.yaml in its folder or above: sops would refuse to encrypt it");
      return;
    }
    line("rules", config->file.string());
    const vault::CreationRule* rule = config->rule_for(file_);
    if (rule == nullptr) {
      line("rule", "none matches: sops would refuse to encrypt it");
    } else {
      explain_rule(*rule, context);
    }
    explain_content(rule);
    for (const vault::RuleFinding& finding : vault::lint_rules(config->config, {})) {
      line("finding",
           fmt::format(
               "{}:{}: {}; {}", config->file.string(), finding.line, finding.text, finding.advice));
      findings_.push(finding.text);
    }
  }

  void print(Context& context) {
    json_.set("findings", std::move(findings_));
    print_report(context, text_, json_);
  }

 private:
  void line(std::string_view title, std::string_view what) {
    text_ += fmt::format("{:<9} {}\n", title, what);
    if (json_.find(title) == nullptr) json_.set(title, what);
  }

  void explain_rule(const vault::CreationRule& rule, Context& context) {
    line("rule",
         fmt::format("{} (line {}), the first that matches: {}",
                     rule.number,
                     rule.line,
                     rule.path_regex ? "path_regex " + *rule.path_regex : "it has no path_regex"));
    line("encrypts", describe_selection(rule.effective_selection()));
    std::optional<keystore::Keystore> store;
    if (keystore::Keystore::exists(context.keystore_folder())) {
      store = context.open_keystore(keystore::Access::Read);
    }
    Json readers = Json::array();
    for (const std::string& recipient : rule.recipients()) {
      line("reader", fmt::format("{} {}", recipient, owner_of(recipient, store)));
      readers.push(recipient);
    }
    json_.set("readers", std::move(readers));
  }

  void explain_content(const vault::CreationRule* rule) {
    if (!std::filesystem::is_regular_file(file_)) return line("file", "does not exist yet");
    const std::string content = read_file(file_);
    const vault::Format format = vault::sniff(file_, content).value_or(vault::format_of(file_));
    try {
      explain_document(vault::Document::parse(SecretText(content), format), rule);
    } catch (Error& error) {
      throw error.in_file(file_);
    }
  }

  void explain_document(const vault::Document& document, const vault::CreationRule* rule) {
    line("state", document.is_encrypted() ? "encrypted" : "in the clear");
    if (document.is_encrypted()) explain_encrypted(document, rule);
    if (rule == nullptr) return;
    Json covered = Json::array();
    // sops encrypts a binary file whole, whatever the rule selects.
    const bool whole = document.format() == vault::Format::Binary;
    const vault::Selection selection = whole ? vault::Selection() : rule->effective_selection();
    for (const std::string& path : covered_values(document, selection)) {
      line("secret", path);
      covered.push(path);
    }
    if (covered.items().empty() && !document.is_encrypted()) {
      line("finding", "the rule would leave every value of this file in the clear");
      findings_.push("the rule would leave every value of this file in the clear");
    }
    json_.set("secret", std::move(covered));
  }

  void explain_encrypted(const vault::Document& document, const vault::CreationRule* rule) {
    for (const std::string& path : vault::clear_values(document)) {
      line("finding", fmt::format("{} is in the clear, though the file says it is secret", path));
      findings_.push(path);
    }
    for (const std::string& recipient : document.metadata().recipients()) {
      if (rule == nullptr || rule->names(recipient)) continue;
      line("finding", fmt::format("lists {}, which the rule does not name", recipient));
      findings_.push(recipient);
    }
  }

  Path file_;
  std::string text_;
  Json json_ = Json::object();
  Json findings_ = Json::array();
};

int run_explain(const std::string& file, Context& context) {
  Explanation explanation{Path(file)};
  explanation.explain(context);
  explanation.print(context);
  return 0;
}

}  // namespace

void add_explain(Arguments& root) {
  auto file = std::make_shared<std::string>();
  Arguments explain =
      root.command("explain", "which rule wins for a file, who reads it, what is secret");
  explain.word("PATH", *file, "a file, which need not exist yet");
  explain.runs([file](Context& context) { return run_explain(*file, context); });
}

}  // namespace holdfast::cli
