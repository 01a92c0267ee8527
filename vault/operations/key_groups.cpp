#include "vault/operations/key_groups.h"

#include "crypto/sops/value_cipher.h"
#include "src/base/bytes.h"
#include "src/base/error.h"
#include "vault/keyring/wrap.h"
#include "vault/operations/block_copy.h"
#include "vault/operations/block_placement.h"
#include "vault/operations/block_removal.h"
#include "vault/operations/comments.h"
#include "vault/operations/new_entry.h"
#include "vault/operations/reencryption.h"
#include "vault/operations/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

namespace holdfast::vault {

namespace {

std::string without(const std::string& text, std::string_view part) {
  const std::size_t at = text.find(part);
  if (at == std::string::npos) return text;
  return fmt::format("{}/{}", text.substr(0, at), text.substr(at + part.size()));
}

// Rules name some keys by what their service calls them, files by the parts of that.
std::string comparable(std::string_view text) {
  const MasterKey key = parse_master_key(text);
  std::string name = key.name;
  if (key.kind == "azure_kv") name = without(name, "/keys/");
  if (key.kind == "hc_vault") name = without(without(name, "/v1/"), "/keys/");
  if (key.kind == "kms") name = name.substr(0, name.find('+'));  // a role is how, not who
  if (key.kind == "pgp") {
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    });
  }
  return print_master_key(MasterKey{key.kind, name});
}

// Keys to look others up in.
class KeySet {
 public:
  explicit KeySet(const std::vector<std::string>& keys) {
    for (const std::string& key : keys) keys_.insert(comparable(key));
  }
  [[nodiscard]] bool has(std::string_view key) const { return keys_.contains(comparable(key)); }

 private:
  std::set<std::string> keys_;
};

int effective_threshold(const KeyGroups& groups) {
  if (groups.groups.size() == 1) return 0;
  return groups.shamir_threshold == 0 ? static_cast<int>(groups.groups.size())
                                      : groups.shamir_threshold;
}

void require_possible(const KeyGroups& wanted) {
  if (wanted.groups.empty()) throw Error(Code::Usage, "no key group would be left");
  for (std::size_t at = 0; at < wanted.groups.size(); ++at) {
    if (!wanted.groups[at].empty()) continue;
    throw Error(Code::Usage, fmt::format("key group {} would be empty", at))
        .hint("name at least one key for it");
  }
  const std::size_t count = wanted.groups.size();
  const int threshold = effective_threshold(wanted);
  const bool possible =
      count == 1 || (threshold >= 2 && static_cast<std::size_t>(threshold) <= count);
  if (possible && count <= 255) return;
  throw Error(Code::Usage,
              fmt::format("a threshold of {} does not go with {} key groups", threshold, count))
      .hint("at least 2, at most the number of groups");
}

// What the groups hold, and which of the old entries hold it already.
struct Secrets {
  std::vector<SecretBytes> of_groups;
  bool are_old = false;
};

std::optional<SecretBytes> open_share(const KeyGroup& group, const KeyAccess& access) {
  auto share = open_group(group, openers_of(access.identities));
  if (!share && access.gpg != nullptr) share = open_group(group, *access.gpg);
  return share;
}

// The shares as they are, for the groups that get additions; nullopt where one cannot be opened.
std::optional<std::vector<SecretBytes>> old_shares(const Metadata& metadata,
                                                   const KeyDifference& changes,
                                                   const KeyAccess& access) {
  std::vector<SecretBytes> shares;
  for (std::size_t at = 0; at < metadata.groups.size(); ++at) {
    SecretBytes& share = shares.emplace_back();
    if (changes.groups[at].added.empty()) continue;
    auto opened = open_share(metadata.groups[at], access);
    if (!opened) return std::nullopt;
    share = std::move(*opened);
  }
  return shares;
}

Secrets secrets_of(const Metadata& metadata,
                   const sops::DataKey& key,
                   const KeyGroups& wanted,
                   const KeyAccess& access) {
  const KeyDifference changes = difference(groups_of(metadata), wanted);
  const std::size_t count = wanted.groups.size();
  const bool same_split = metadata.groups.size() == count && !changes.threshold_changes;
  if (same_split && count == 1) return {group_secrets(key, 1, 0), true};
  if (same_split) {
    if (auto shares = old_shares(metadata, changes, access)) return {std::move(*shares), true};
  }
  return {group_secrets(key, count, effective_threshold(wanted)), false};
}

NewKeyGroup kept_entries(const Tree& tree, const KeyGroup& group, const KeySet& wanted) {
  NewKeyGroup kept;
  for (const AgeEntry& entry : group.age) {
    if (wanted.has(entry.recipient)) kept.age.push_back({entry.recipient, entry.enc});
  }
  for (const ForeignEntry& entry : group.foreign) {
    if (wanted.has(print_master_key(entry))) kept.foreign.push_back(copy_of(tree, entry));
  }
  return kept;
}

// Groups in which old entries stay where they hold the same, and all others are wrapped.
std::vector<NewKeyGroup> new_groups(const Document& document,
                                    const KeyGroups& wanted,
                                    const Secrets& secrets,
                                    Time now,
                                    const Gpg* gpg) {
  const KeyGroups old = groups_of(document.metadata());
  std::vector<NewKeyGroup> groups;
  for (std::size_t at = 0; at < wanted.groups.size(); ++at) {
    NewKeyGroup& group = groups.emplace_back();
    if (secrets.are_old) {
      group =
          kept_entries(document.tree(), document.metadata().groups[at], KeySet(wanted.groups[at]));
    }
    const KeySet kept(secrets.are_old ? old.groups[at] : std::vector<std::string>());
    for (const std::string& key : wanted.groups[at]) {
      if (kept.has(key)) continue;
      add_entry(group, parse_master_key(key), {secrets.of_groups[at], now, gpg});
    }
  }
  return groups;
}

std::vector<std::string> ciphertext_comment_aads(const Document& document) {
  std::vector<std::string> aads;
  for (const Comment& comment : document.tree().comments()) {
    if (resembles_ciphertext(document.tree().value(comment))) {
      aads.push_back(comment_aad(document.tree(), comment));
    }
  }
  return aads;
}

// A block that stood in the middle is written at the end, which can give a comment another owner.
void require_same_comments(const Document& before, const Document& after) {
  if (ciphertext_comment_aads(before) == ciphertext_comment_aads(after)) return;
  throw Error(Code::Refused, "an encrypted comment would belong to another part of the file")
      .hint("move the sops block to the end of the file");
}

void require_opens(const Document& after, const Secrets& secrets, const KeyAccess& access) {
  const std::vector<KeyGroup>& groups = after.metadata().groups;
  for (std::size_t at = 0; at < groups.size(); ++at) {
    const auto opened = open_group(groups[at], openers_of(access.identities));
    if (!opened || secrets.of_groups[at].empty()) continue;
    if (equal_constant_time(opened->expose(), secrets.of_groups[at].expose())) continue;
    throw Error(Code::Integrity, fmt::format("key group {} holds something else than meant", at));
  }
}

// The document with `splices` done and with another block.
Document with_block(const Document& document,
                    std::vector<Splice> splices,
                    const NewMetadata& metadata) {
  std::ranges::move(without_metadata(document), std::back_inserter(splices));
  // Without its block a binary file's JSON would be any file's bytes.
  const Format format = document.format() == Format::Binary ? Format::Json : document.format();
  const Document bare = Document::parse(patch(document.text(), std::move(splices)), format);
  Document after =
      Document::parse(patch(bare.text(), place_metadata(bare, metadata)), document.format());
  require_same_comments(document, after);
  require_metadata(after, metadata);
  return after;
}

}  // namespace

KeyGroups groups_of(const Metadata& metadata) {
  KeyGroups result;
  for (const KeyGroup& group : metadata.groups) {
    std::vector<std::string>& keys = result.groups.emplace_back();
    for (const AgeEntry& entry : group.age) keys.push_back(entry.recipient);
    for (const ForeignEntry& entry : group.foreign) keys.push_back(print_master_key(entry));
  }
  result.shamir_threshold = metadata.shamir_threshold;
  return result;
}

KeyGroups groups_of(const CreationRule& rule) {
  KeyGroups result;
  for (const RuleGroup& group : rule.groups) {
    std::vector<std::string>& keys = result.groups.emplace_back(group.age);
    keys.insert(keys.end(), group.foreign.begin(), group.foreign.end());
  }
  result.shamir_threshold = rule.shamir_threshold;
  return result;
}

bool KeyDifference::nothing() const {
  return !threshold_changes && std::ranges::all_of(groups, [](const GroupDifference& group) {
    return group.added.empty() && group.removed.empty();
  });
}

KeyDifference difference(const KeyGroups& now, const KeyGroups& wanted) {
  KeyDifference changes;
  const std::size_t count = std::max(now.groups.size(), wanted.groups.size());
  for (std::size_t at = 0; at < count; ++at) {
    const std::vector<std::string> before =
        at < now.groups.size() ? now.groups[at] : std::vector<std::string>();
    const std::vector<std::string> after =
        at < wanted.groups.size() ? wanted.groups[at] : std::vector<std::string>();
    GroupDifference& group = changes.groups.emplace_back();
    const KeySet kept(after);
    const KeySet known(before);
    for (const std::string& key : before) {
      (kept.has(key) ? group.kept : group.removed).push_back(key);
    }
    for (const std::string& key : after) {
      if (!known.has(key)) group.added.push_back(key);
    }
  }
  changes.threshold_changes = now.groups.size() == wanted.groups.size() &&
                              effective_threshold(now) != effective_threshold(wanted);
  return changes;
}

SecretText change_groups(const Document& document,
                         const sops::DataKey& key,
                         const KeyGroups& wanted,
                         Time now,
                         const KeyAccess& access) {
  require_possible(wanted);
  const Secrets secrets = secrets_of(document.metadata(), key, wanted, access);
  NewMetadata metadata = copy_of(document, document.metadata());
  metadata.groups = new_groups(document, wanted, secrets, now, access.gpg);
  metadata.shamir_threshold = effective_threshold(wanted);
  const Document after = with_block(document, {}, metadata);
  require_same_nodes(document, after, Values::Same);
  require_opens(after, secrets, access);
  return SecretText(after.text());
}

SecretText rotate_groups(const Opened& file,
                         const KeyGroups& wanted,
                         Time now,
                         const KeyAccess& access) {
  require_possible(wanted);
  refuse_lost_comments(file.document, file.open);
  const sops::DataKey key = sops::generate_data_key();
  const int threshold = effective_threshold(wanted);
  const Secrets secrets{group_secrets(key, wanted.groups.size(), threshold), false};
  NewMetadata metadata = copy_of(file.document, file.document.metadata());
  metadata.groups = new_groups(file.document, wanted, secrets, now, access.gpg);
  metadata.shamir_threshold = threshold;
  metadata.lastmodified = format_utc(now);
  metadata.mac =
      sops::ValueCipher(key).encrypt(mac_text(file.open, file.document.metadata().selection),
                                     sops::ValueType::Str,
                                     metadata.lastmodified);
  const Reencryption anew(file.document, file.open, key, now);
  const Document after = with_block(file.document, anew.values(), metadata);
  require_same_nodes(file.document, after, Values::Any);
  require_opens(after, secrets, access);
  require_same_values(file.open, open_document(after, key, MacCheck::Enforce));
  return SecretText(after.text());
}

}  // namespace holdfast::vault
