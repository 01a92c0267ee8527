#include "cli/compat/sops_failure.h"
#include "cli/compat/sops_open.h"
#include "cli/compat/sops_verbs.h"
#include "cli/rule_plan.h"
#include "vault/operations/key_groups.h"
#include "vault/rules/read_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace holdfast::cli {

namespace {

using vault::KeyGroups;

// A flag of sops and the kind of key that it names.
struct KeyFlag {
  std::string_view flag;
  std::string_view kind;
};
constexpr std::array kKeyFlags{KeyFlag{"age", ""},
                               KeyFlag{"pgp", "pgp "},
                               KeyFlag{"kms", "kms "},
                               KeyFlag{"gcp-kms", "gcp_kms "},
                               KeyFlag{"hckms", "hckms "},
                               KeyFlag{"azure-kv", "azure_kv "},
                               KeyFlag{"hc-vault-transit", "hc_vault "}};

// The keys that flags beginning with `start` name, as master_key.h spells them.
std::vector<std::string> keys_of(const SopsWords& words, std::string_view start) {
  std::vector<std::string> keys;
  for (const KeyFlag& each : kKeyFlags) {
    for (const std::string& list : words.texts(fmt::format("{}{}", start, each.flag))) {
      for (const std::string_view part : vault::comma_parts(list)) {
        keys.push_back(fmt::format("{}{}", each.kind, part));
      }
    }
  }
  return keys;
}

// The identities and gpg, borrowed from a keyring that must outlive it.
vault::KeyAccess access_of(const vault::Keyring& keyring) {
  vault::KeyAccess access;
  for (const auto& identity : keyring.identities()) access.identities.push_back(identity.get());
  access.gpg = keyring.gpg();
  return access;
}

void add_keys(std::vector<std::string>& group, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    if (std::ranges::find(group, key) == group.end()) group.push_back(key);
  }
}

// Additions go into the first group, removals out of every group.
KeyGroups changed_groups(KeyGroups groups, const SopsWords& words) {
  add_keys(groups.groups.front(), keys_of(words, "add-"));
  const std::vector<std::string> removed = keys_of(words, "rm-");
  for (std::vector<std::string>& group : groups.groups) {
    std::erase_if(group, [&](const std::string& key) {
      return std::ranges::find(removed, key) != removed.end();
    });
  }
  return groups;
}

bool changes_keys(const SopsWords& words) {
  return !keys_of(words, "add-").empty() || !keys_of(words, "rm-").empty();
}

void require_key_file(const SopsTarget& target, const SopsCall& call) {
  std::error_code ignored;
  if (std::filesystem::exists(*target.file, ignored)) return;
  throw SopsFailure(changes_keys(call.words) ? SopsCode::NoFileForKeys : SopsCode::CannotReadInput,
                    fmt::format("cannot read non-existent file \"{}\"", target.file->string()));
}

// The threshold in the file counts, as in sops; but one that no sharing can have is mended.
KeyGroups groups_wanted(const vault::CreationRule& rule, const vault::Metadata& metadata) {
  KeyGroups wanted = vault::groups_of(rule);
  const int count = static_cast<int>(wanted.groups.size());
  const int kept = metadata.shamir_threshold;
  wanted.shamir_threshold = count < 2 || kept == 0 ? 0 : std::clamp(kept, 2, count);
  return wanted;
}

std::string spelled(const vault::KeyDifference& difference) {
  std::string text = "The following changes will be made to the file's groups:\n";
  for (std::size_t at = 0; at < difference.groups.size(); ++at) {
    const vault::GroupDifference& group = difference.groups[at];
    text += fmt::format("Group {}\n", at + 1);
    for (const std::string& key : group.kept) text += fmt::format("    {}\n", key);
    for (const std::string& key : group.added) text += fmt::format("+++ {}\n", key);
    for (const std::string& key : group.removed) text += fmt::format("--- {}\n", key);
  }
  return text;
}

bool agreed(const SopsCall& call) {
  if (call.words.flag("yes")) return true;
  const std::optional<bool> answer = call.context.terminal.ask_yes("Is this okay?");
  if (answer) return *answer;
  throw SopsFailure(SopsCode::Generic,
                    Error(Code::Failed, "nobody can be asked").hint("-y agrees beforehand"));
}

const vault::CreationRule& rule_of(const std::optional<FoundConfig>& config, const Path& file) {
  if (!config || config->config.rules.empty()) {
    throw SopsFailure(SopsCode::Generic, "config file not found");
  }
  const vault::CreationRule* rule =
      or_fail(SopsCode::Generic, [&] { return winning_rule(config, file); });
  if (rule == nullptr) {
    throw SopsFailure(SopsCode::Generic, "error loading config: no matching creation rules found");
  }
  return *rule;
}

SecretText with_groups(const vault::Document& document,
                       const KeyGroups& wanted,
                       const SopsCall& call) {
  const sops::DataKey key = sops_data_key(document.metadata(), call);
  const vault::Keyring keyring = call.context.keyring();
  return or_fail(SopsCode::Generic, [&] {
    return vault::change_groups(document, key, wanted, call.context.clock(), access_of(keyring));
  });
}

void update_keys(const std::string& file, const SopsCall& call) {
  SopsTarget target;
  target.file = target.name = file;
  target.input = target.output = input_format_of(call, file);
  target.in_place = true;
  const std::optional<FoundConfig> config = sops_config(call);
  const vault::CreationRule& rule = rule_of(config, target.name);
  call.context.terminal.say(fmt::format("Syncing keys for file {}", file));
  const vault::Document document = read_encrypted(target, call.context);
  const KeyGroups wanted = groups_wanted(rule, document.metadata());
  const vault::KeyDifference difference =
      vault::difference(vault::groups_of(document.metadata()), wanted);
  if (difference.nothing()) {
    call.context.terminal.say(fmt::format("File {} already up to date", file));
    return;
  }
  call.context.terminal.out(spelled(difference));
  if (!agreed(call)) {
    call.context.terminal.say(fmt::format("File {} not changed", file));
    return;
  }
  write_target(target, with_groups(document, wanted, call), Content::Encrypted, call);
  call.context.terminal.say(fmt::format("File {} synced with new keys", file));
}

SopsTarget group_target(const SopsCall& call) {
  const std::string file = call.words.text("file").value_or("");
  if (file.empty()) throw SopsFailure(SopsCode::CannotReadInput, "no file specified (--file)");
  SopsTarget target;
  target.file = target.name = file;
  target.input = target.output = vault::format_of(file);
  target.in_place = call.words.flag("in-place");
  return target;
}

int change_group_list(const SopsTarget& target,
                      const vault::Document& document,
                      KeyGroups wanted,
                      const SopsCall& call) {
  if (auto threshold = call.words.number("shamir-secret-sharing-threshold")) {
    wanted.shamir_threshold = *threshold;
  }
  if (wanted.groups.size() < 2) wanted.shamir_threshold = 0;
  write_target(target, with_groups(document, wanted, call), Content::Encrypted, call);
  return 0;
}

std::size_t group_index(const SopsCall& call, std::size_t groups) {
  const std::vector<std::string>& words = call.words.arguments();
  if (words.size() != 1) {
    throw SopsFailure(SopsCode::Generic, "exactly one positional argument (index) required");
  }
  std::size_t index = 0;
  const std::string& word = words.front();
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), index);
  if (fault != std::errc() || end != word.data() + word.size() || index >= groups) {
    throw SopsFailure(SopsCode::Generic, fmt::format("there is no group {}", word));
  }
  return index;
}

}  // namespace

int sops_rotate(const SopsCall& call) {
  refuse_foreign_keys(call);
  const SopsTarget target = sops_file_target(call);
  require_key_file(target, call);
  const OpenedFile file = sops_open(target, call);
  if (target.output != target.input) {
    throw SopsFailure(SopsCode::CannotWriteFormat, "rotate keeps the format: no --output-type");
  }
  const KeyGroups wanted = changed_groups(vault::groups_of(file.document.metadata()), call.words);
  const vault::Keyring keyring = call.context.keyring();
  const SecretText text = or_fail(SopsCode::Generic, [&] {
    return vault::rotate_groups(file.view(), wanted, call.context.clock(), access_of(keyring));
  });
  write_target(target, text, Content::Encrypted, call);
  return 0;
}

// All are tried; one that fails makes the exit code 1.
int sops_updatekeys(const SopsCall& call) {
  const std::vector<std::string>& files = call.words.arguments();
  if (!sops_config(call)) throw SopsFailure(SopsCode::Generic, "config file not found");
  if (files.empty()) throw SopsFailure(SopsCode::NoFile, "no file specified");
  std::optional<SopsFailure> last;
  for (const std::string& file : files) {
    try {
      update_keys(file, call);
    } catch (const SopsFailure& failure) {
      call.context.terminal.say(fmt::format("{}: {}", file, failure.what()));
      last = failure;
    }
  }
  if (!last) return 0;
  return files.size() == 1 ? static_cast<int>(last->code()) : static_cast<int>(SopsCode::Generic);
}

int sops_groups_add(const SopsCall& call) {
  refuse_foreign_keys(call);
  const SopsTarget target = group_target(call);
  const vault::Document document = read_encrypted(target, call.context);
  KeyGroups wanted = vault::groups_of(document.metadata());
  wanted.groups.push_back(keys_of(call.words, ""));
  return change_group_list(target, document, std::move(wanted), call);
}

int sops_groups_delete(const SopsCall& call) {
  const SopsTarget target = group_target(call);
  const vault::Document document = read_encrypted(target, call.context);
  KeyGroups wanted = vault::groups_of(document.metadata());
  const std::size_t index = group_index(call, wanted.groups.size());
  wanted.groups.erase(wanted.groups.begin() + static_cast<std::ptrdiff_t>(index));
  return change_group_list(target, document, std::move(wanted), call);
}

}  // namespace holdfast::cli
