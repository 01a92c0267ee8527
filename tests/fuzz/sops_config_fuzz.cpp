// Reads any bytes as a `.sops.yaml` and edits what can be read. change_rules() parses its own
// result again and throws unless it means what was asked, so a crash or another exception is the
// only fault to look for.
#include "src/base/bytes.h"
#include "src/base/error.h"
#include "vault/rules/edit_rules.h"
#include "vault/rules/lint.h"
#include "vault/rules/sops_config.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using holdfast::vault::SopsConfig;

// The edited text, or the same text where the edit is refused.
std::string edited(std::string_view text, const holdfast::vault::RuleChange& change) {
  try {
    return holdfast::vault::change_rules(text, change);
  } catch (const holdfast::Error& error) {
    return std::string(text);
  }
}

void rotate(std::string_view text, const std::string& old) {
  const std::string fresh = "age1fresh";
  const std::string both =
      edited(text, {.beside = old, .add = {fresh}, .remove = {}, .only_rules = {}});
  const std::string after =
      edited(both, {.beside = fresh, .add = {}, .remove = {old}, .only_rules = {}});
  // What an edit leaves can be read.
  static_cast<void>(SopsConfig::parse(after));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = holdfast::as_text({data, size});
  try {
    const SopsConfig config = SopsConfig::parse(text);
    static_cast<void>(holdfast::vault::lint_rules(config, {"services/a/helm-values/b.yaml"}));
    for (const auto& rule : config.rules) {
      if (!rule.recipients().empty()) rotate(text, rule.recipients().back());
      if (rule.number > 3) break;
    }
  } catch (const holdfast::Error& error) {
    return 0;
  }
  return 0;
}
