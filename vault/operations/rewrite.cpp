#include "vault/operations/rewrite.h"

#include "src/base/error.h"
#include "vault/keyring/wrap.h"
#include "vault/operations/recipient_plan.h"
#include "vault/operations/reencryption.h"
#include "vault/operations/verify.h"
#include "vault/stores/age_list_edit.h"
#include "vault/stores/scalar_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace holdfast::vault {

namespace {

// What becomes of one group's entries.
struct GroupRewrite {
  AgeListEdit edit;
  std::vector<std::string> enc;  // for each entry that stays: its new armor; empty: as it is
};

void append(std::vector<Splice>& splices, std::vector<Splice> more) {
  std::ranges::move(more, std::back_inserter(splices));
}

void rewrap_kept(const Document& document,
                 const KeyGroup& group,
                 const GroupRewrite& rewrite,
                 std::vector<Splice>& splices) {
  const Tree& tree = document.tree();
  const std::string_view line_break = line_break_of(tree.text(), document.format());
  for (std::size_t entry = 0; entry < rewrite.enc.size(); ++entry) {
    if (rewrite.edit.removed[entry]) continue;
    const Node& node = tree.node(group.age[entry].enc_node);
    std::string token =
        armor_token(document.format(), rewrite.enc[entry], place_of(tree, node, line_break));
    const bool ends_line = tree.slice(node.span).ends_with('\n');
    if (token.ends_with('\n') && !ends_line) token.resize(token.size() - line_break.size());
    splices.push_back({node.span, SecretText(token)});
  }
}

void rewrite_block(const Document& document,
                   const Metadata& block,
                   const std::vector<GroupRewrite>& rewrites,
                   std::vector<Splice>& splices) {
  for (std::size_t at = 0; at < rewrites.size(); ++at) {
    const KeyGroup& group = block.groups[at];
    append(splices, edit_age_list(document.tree(), document.format(), group, rewrites[at].edit));
    rewrap_kept(document, group, rewrites[at], splices);
  }
}

// The edits of all groups; `secrets` are what their entries hold, empty ones where nothing is
// wrapped.
std::vector<GroupRewrite> rewrites_of(const Metadata& metadata,
                                      const std::vector<GroupPlan>& plans,
                                      const std::vector<SecretBytes>& secrets) {
  std::vector<GroupRewrite> rewrites;
  for (std::size_t at = 0; at < plans.size(); ++at) {
    const std::size_t end = metadata.groups[at].age.size();
    GroupRewrite& rewrite = rewrites.emplace_back();
    rewrite.edit = {.removed = plans[at].removed, .at = std::min(plans[at].at, end), .added = {}};
    for (const std::string& recipient : plans[at].added) {
      rewrite.edit.added.push_back({recipient, wrap_for(recipient, secrets[at].expose())});
    }
  }
  return rewrites;
}

void wrap_kept(const Metadata& metadata,
               const std::vector<SecretBytes>& secrets,
               std::vector<GroupRewrite>& rewrites) {
  for (std::size_t at = 0; at < rewrites.size(); ++at) {
    const KeyGroup& group = metadata.groups[at];
    for (std::size_t entry = 0; entry < group.age.size(); ++entry) {
      if (group.age[entry].enc_node == kNoNode) {
        throw Error(Code::Refused, "an age entry has no enc").at_key(group.age[entry].recipient);
      }
      const bool stays = !rewrites[at].edit.removed[entry];
      rewrites[at].enc.push_back(stays ? wrap_for(group.age[entry].recipient, secrets[at].expose())
                                       : "");
    }
  }
}

// What the groups that get additions hold; empty for the others.
std::vector<SecretBytes> secrets_to_wrap(const Metadata& metadata,
                                         const std::vector<GroupPlan>& plans,
                                         const sops::DataKey& key,
                                         const std::vector<const age::Identity*>& with) {
  if (plans.size() == 1) return group_secrets(key, 1, 0);
  const std::vector<Opener> openers = openers_of(with);
  std::vector<SecretBytes> secrets;
  for (std::size_t at = 0; at < plans.size(); ++at) {
    SecretBytes& secret = secrets.emplace_back();
    if (plans[at].added.empty()) continue;
    auto share = open_group(metadata.groups[at], openers);
    if (!share) {
      throw Error(Code::Refused,
                  fmt::format("key group {} cannot be opened, so nobody can be added to it", at))
          .hint("give an identity of that group");
    }
    secret = std::move(*share);
  }
  return secrets;
}

void refuse_foreign(const Metadata& metadata) {
  for (const KeyGroup& group : metadata.groups) {
    if (group.foreign.empty()) continue;
    const ForeignEntry& entry = group.foreign.front();
    throw Error(
        Code::Refused,
        fmt::format("the {} key {} would be left with the old data key", entry.kind, entry.names))
        .hint("use `sops rotate` where that key's service can be reached");
  }
}

void refuse_unknown_threshold(const Metadata& metadata) {
  if (metadata.groups.size() == 1 || metadata.shamir_threshold > 0) return;
  throw Error(Code::Refused, "several key groups without shamir_threshold")
      .hint("let `sops rotate` write the file once, which settles the threshold");
}

}  // namespace

SecretText change_recipients(const Document& document,
                             const sops::DataKey& key,
                             const RecipientChange& change,
                             const std::vector<const age::Identity*>& with,
                             const std::vector<const age::Identity*>& proofs) {
  const Metadata& metadata = document.metadata();
  const std::vector<GroupPlan> plans = plan_change(document, change);
  if (std::ranges::none_of(plans, &GroupPlan::changes)) {
    throw Error(Code::Refused, "the file's recipients are as wanted already");
  }
  const std::vector<SecretBytes> secrets = secrets_to_wrap(metadata, plans, key, with);
  const std::vector<GroupRewrite> rewrites = rewrites_of(metadata, plans, secrets);

  std::vector<Splice> splices;
  rewrite_block(document, metadata, rewrites, splices);
  for (const Metadata& block : later_blocks(document)) {
    rewrite_block(document, block, rewrites, splices);
  }
  const Document after =
      Document::parse(patch(document.text(), std::move(splices)), document.format());

  require_same_nodes(document, after, Values::Same);
  require_recipients(document, after, recipients_after(metadata, plans));
  require_same_vouchers(document.metadata(), after.metadata());
  require_opens(after.metadata(), secrets, proofs);
  return SecretText(after.text());
}

SecretText rotate_data_key(const Document& document,
                           const sops::DataKey& old_key,
                           const RecipientChange& change,
                           Time now,
                           const std::vector<const age::Identity*>& proofs) {
  const Metadata& metadata = document.metadata();
  refuse_foreign(metadata);
  refuse_unknown_threshold(metadata);
  const std::vector<GroupPlan> plans = plan_change(document, change);
  const OpenDocument open = open_document(document, old_key, MacCheck::Enforce);
  refuse_lost_comments(document, open);

  const sops::DataKey new_key = sops::generate_data_key();
  const std::vector<SecretBytes> secrets =
      group_secrets(new_key, metadata.groups.size(), metadata.shamir_threshold);
  std::vector<GroupRewrite> rewrites = rewrites_of(metadata, plans, secrets);
  wrap_kept(metadata, secrets, rewrites);

  Reencryption anew(document, open, new_key, now);
  std::vector<Splice> splices = anew.values();
  append(splices, anew.vouchers(metadata));
  rewrite_block(document, metadata, rewrites, splices);
  for (const Metadata& block : later_blocks(document)) {
    append(splices, anew.vouchers(block));
    rewrite_block(document, block, rewrites, splices);
  }
  const Document after =
      Document::parse(patch(document.text(), std::move(splices)), document.format());

  require_same_nodes(document, after, Values::Any);
  require_recipients(document, after, recipients_after(metadata, plans));
  require_opens(after.metadata(), secrets, proofs);
  require_same_values(open, open_document(after, new_key, MacCheck::Enforce));
  return SecretText(after.text());
}

}  // namespace holdfast::vault
