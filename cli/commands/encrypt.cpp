#include "vault/operations/encrypt.h"

#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/sops_file.h"
#include "vault/operations/emit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

namespace holdfast::cli {

namespace {

using vault::SelectionKind;

constexpr std::array kKinds{SelectionKind::UnencryptedSuffix,
                            SelectionKind::EncryptedSuffix,
                            SelectionKind::UnencryptedRegex,
                            SelectionKind::EncryptedRegex,
                            SelectionKind::UnencryptedCommentRegex,
                            SelectionKind::EncryptedCommentRegex};

struct EncryptOptions {
  FileOptions file;
  std::vector<std::string> age;
  std::optional<std::string> config;
  std::array<std::optional<std::string>, kKinds.size()> patterns;
  bool mac_only_encrypted = false;
  std::optional<int> threshold;
  std::optional<std::string> output_type;
};

std::vector<std::string> split_recipients(const std::vector<std::string>& lists) {
  std::vector<std::string> recipients;
  for (std::string_view list : lists) {
    while (!list.empty()) {
      const std::size_t comma = std::min(list.find(','), list.size());
      std::string_view one = list.substr(0, comma);
      list.remove_prefix(std::min(comma + 1, list.size()));
      const std::size_t first = one.find_first_not_of(' ');
      if (first == std::string_view::npos) continue;
      one = one.substr(first, one.find_last_not_of(' ') - first + 1);
      recipients.emplace_back(one);
    }
  }
  return recipients;
}

std::optional<vault::Selection> selection_from_flags(const EncryptOptions& options) {
  std::optional<vault::Selection> selection;
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    const std::optional<std::string>& pattern = options.patterns.at(i);
    if (!pattern) continue;
    if (selection) throw Error(Code::Usage, "only one selection option may be given");
    selection = vault::Selection{kKinds.at(i), *pattern, false};
  }
  return selection;
}

vault::EncryptionPlan plan_from_rule(const vault::CreationRule& rule) {
  vault::EncryptionPlan plan;
  for (const vault::RuleGroup& group : rule.groups) {
    if (!group.foreign.empty()) {
      throw Error(
          Code::Refused,
          fmt::format(
              "rule {} names a key that is not age's: {}", rule.number, group.foreign.front()))
          .hint("encrypt it with sops, or give --age");
    }
    plan.groups.push_back(group.age);
  }
  plan.shamir_threshold = rule.shamir_threshold;
  return plan;
}

const vault::CreationRule* winning_rule(const std::optional<FoundConfig>& config,
                                        const Path& name) {
  if (!config) return nullptr;
  try {
    return config->rule_for(name);
  } catch (Error& error) {
    throw error.in_file(config->file);
  }
}

[[noreturn]] void refuse_without_keys(const std::optional<FoundConfig>& config, const Path& name) {
  if (config) {
    throw Error(Code::Failed, fmt::format("no rule of {} matches it", config->file.string()))
        .in_file(name)
        .hint(fmt::format("holdfast explain {}; or give --age RECIPIENT", name.string()));
  }
  throw Error(Code::Failed, "no .sops.yaml in its folder or above")
      .in_file(name)
      .hint("write one, or give --age RECIPIENT");
}

vault::EncryptionPlan make_plan(const EncryptOptions& options) {
  const Path name = deciding_name(options.file);
  const std::optional<FoundConfig> config = config_for(name, options.config);
  const vault::CreationRule* rule = winning_rule(config, name);
  vault::EncryptionPlan plan;
  const std::vector<std::string> given = split_recipients(options.age);
  if (!given.empty()) {
    plan.groups = {given};
  } else if (rule != nullptr) {
    plan = plan_from_rule(*rule);
  } else {
    refuse_without_keys(config, name);
  }
  if (rule != nullptr) plan.selection = rule->effective_selection();
  if (const auto flags = selection_from_flags(options)) {
    if (rule != nullptr && rule->selection && rule->selection->kind != flags->kind) {
      throw Error(Code::Usage,
                  fmt::format("--{} goes against rule {}, which has {}",
                              vault::selection_field(flags->kind),
                              rule->number,
                              vault::selection_field(rule->selection->kind)));
    }
    const bool mac_only = plan.selection.mac_only_encrypted;
    plan.selection = *flags;
    plan.selection.mac_only_encrypted = mac_only;
  }
  if (options.mac_only_encrypted) plan.selection.mac_only_encrypted = true;
  if (options.threshold) plan.shamir_threshold = *options.threshold;
  return plan;
}

// sops ignores what selects values: a binary file is one value.
void warn_of_ignored(const EncryptOptions& options, vault::Format format, Context& context) {
  const bool given = options.mac_only_encrypted || selection_from_flags(options);
  if (format != vault::Format::Binary || !given) return;
  context.warn("a binary file is encrypted as a whole: what selects values counts for nothing");
}

vault::Document document_to_encrypt(const EncryptOptions& options, Context& context) {
  vault::Document plain = read_document(options.file, context);
  if (!options.output_type) return plain;
  const vault::Format output = parse_format(*options.output_type);
  if (output == plain.format()) return plain;
  try {
    return vault::convert_plain(plain, output);
  } catch (Error& error) {
    throw error.in_file(options.file.file);
  }
}

int run_encrypt(const EncryptOptions& options, Context& context) {
  const vault::EncryptionPlan plan = make_plan(options);
  const vault::Document plain = document_to_encrypt(options, context);
  warn_of_ignored(options, plain.format(), context);
  try {
    const vault::Encrypted encrypted = vault::encrypt_document(plain, plan, context.clock());
    write_result(options.file, encrypted.text, context);
    context.detail(fmt::format("{} values encrypted", encrypted.values));
  } catch (Error& error) {
    throw error.in_file(options.file.file);
  }
  return 0;
}

}  // namespace

void add_encrypt(Arguments& root) {
  auto options = std::make_shared<EncryptOptions>();
  Arguments encrypt = root.command("encrypt", "encrypt a file as its rule says");
  encrypt.word("FILE", options->file.file, "any file, or - for stdin");
  encrypt.flag("-i,--in-place", options->file.in_place, "write the result into FILE");
  encrypt.options(
      "--age", options->age, "RECIPIENT,...", "for these, instead of the rule's recipients");
  encrypt.option(
      "--config", options->config, "FILE", "this .sops.yaml, instead of the nearest above FILE");
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    std::string name(vault::selection_field(kKinds.at(i)));
    std::ranges::replace(name, '_', '-');
    const bool suffix = name.ends_with("suffix");
    encrypt.option("--" + name,
                   options->patterns.at(i),
                   suffix ? "SUFFIX" : "REGEX",
                   "which values to encrypt");
  }
  encrypt.flag(
      "--mac-only-encrypted", options->mac_only_encrypted, "the MAC covers encrypted values only");
  encrypt.number("--shamir-secret-sharing-threshold",
                 options->threshold,
                 1,
                 255,
                 "key groups needed to open it");
  encrypt.option("--filename-override",
                 options->file.filename_override,
                 "NAME",
                 "the name that decides rule and format");
  encrypt.option(
      "--input-type", options->file.input_type, "FORMAT", "of FILE, instead of what its name says");
  encrypt.option(
      "--output-type", options->output_type, "FORMAT", "of the result, instead of FILE's");
  encrypt.runs([options](Context& context) { return run_encrypt(*options, context); });
}

}  // namespace holdfast::cli
