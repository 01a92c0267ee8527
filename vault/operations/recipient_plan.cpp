#include "vault/operations/recipient_plan.h"

#include "src/base/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::vault {

namespace {

bool contains(const std::vector<std::string>& texts, std::string_view wanted) {
  return std::ranges::find(texts, wanted) != texts.end();
}

std::vector<std::string> kept_recipients(const KeyGroup& group, const std::vector<bool>& removed) {
  std::vector<std::string> kept;
  for (std::size_t entry = 0; entry < group.age.size(); ++entry) {
    if (!removed[entry]) kept.push_back(group.age[entry].recipient);
  }
  return kept;
}

// Right after `beside`, or where entries are numbered at the end; npos when the additions are none
// of this group's.
std::size_t insertion_place(const KeyGroup& group,
                            bool is_first,
                            bool numbered,
                            std::string_view beside) {
  if (beside.empty()) return is_first ? group.age.size() : std::string::npos;
  const auto found = std::ranges::find(group.age, beside, &AgeEntry::recipient);
  if (found == group.age.end()) return std::string::npos;
  return numbered ? group.age.size() : static_cast<std::size_t>(found - group.age.begin()) + 1;
}

GroupPlan plan_group(const KeyGroup& group,
                     bool is_first,
                     bool numbered,
                     const RecipientChange& change) {
  GroupPlan plan;
  for (const AgeEntry& entry : group.age) {
    plan.removed.push_back(contains(change.remove, entry.recipient));
  }
  plan.at = insertion_place(group, is_first, numbered, change.beside);
  if (plan.at == std::string::npos) return plan;
  const std::vector<std::string> kept = kept_recipients(group, plan.removed);
  for (const std::string& recipient : change.add) {
    if (!contains(kept, recipient) && !contains(plan.added, recipient)) {
      plan.added.push_back(recipient);
    }
  }
  return plan;
}

bool leaves_nobody(const KeyGroup& group, const GroupPlan& plan) {
  const bool had_some = !group.age.empty();
  const bool all_gone = std::ranges::find(plan.removed, false) == plan.removed.end();
  return had_some && all_gone && plan.added.empty() && group.foreign.empty();
}

}  // namespace

bool GroupPlan::changes() const {
  return !added.empty() || std::ranges::find(removed, true) != removed.end();
}

std::vector<GroupPlan> plan_change(const Document& document, const RecipientChange& change) {
  std::vector<GroupPlan> plans;
  for (const KeyGroup& group : document.metadata().groups) {
    plans.push_back(plan_group(group, plans.empty(), is_flat(document.format()), change));
    if (!leaves_nobody(group, plans.back())) continue;
    throw Error(Code::Refused, fmt::format("key group {} would be left empty", plans.size() - 1))
        .hint("add another recipient in the same run");
  }
  return plans;
}

std::vector<std::vector<std::string>> recipients_after(const Metadata& metadata,
                                                       const std::vector<GroupPlan>& plans) {
  std::vector<std::vector<std::string>> groups;
  for (std::size_t at = 0; at < plans.size(); ++at) {
    const GroupPlan& plan = plans[at];
    const KeyGroup& group = metadata.groups[at];
    std::vector<std::string>& recipients = groups.emplace_back();
    for (std::size_t entry = 0; entry <= group.age.size(); ++entry) {
      if (entry == plan.at) {
        recipients.insert(recipients.end(), plan.added.begin(), plan.added.end());
      }
      if (entry < group.age.size() && !plan.removed[entry]) {
        recipients.push_back(group.age[entry].recipient);
      }
    }
  }
  return groups;
}

std::vector<std::vector<std::string>> recipients_of(const Metadata& metadata) {
  std::vector<std::vector<std::string>> groups;
  for (const KeyGroup& group : metadata.groups) {
    groups.push_back(kept_recipients(group, std::vector<bool>(group.age.size(), false)));
  }
  return groups;
}

std::vector<Metadata> later_blocks(const Document& document) {
  std::vector<Metadata> blocks;
  const Metadata& first = document.metadata();
  for (const NodeId node : first.all_nodes) {
    if (node == first.node) continue;
    blocks.push_back(read_block(document.tree(), node));
    if (recipients_of(blocks.back()) == recipients_of(first)) continue;
    throw Error(Code::Refused, "this document's sops block lists other recipients than the first's")
        .at_key(fmt::format("document {}", document.tree().node(node).document + 1))
        .hint("let `sops updatekeys` write the file once, which makes the blocks alike");
  }
  return blocks;
}

}  // namespace holdfast::vault
