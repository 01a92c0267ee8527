#include "vault/rules/edit_rules.h"

#include "src/base/error.h"
#include "vault/rules/recipient_fields.h"
#include "vault/rules/rule_splices.h"
#include "vault/rules/sops_config.h"
#include "vault/stores/yaml_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace holdfast::vault {

namespace {

template <class List, class Value>
bool contains(const List& list, const Value& value) {
  return std::ranges::find(list, value) != list.end();
}

// A recipient becomes a part of a text between commas, a plain YAML scalar, or both.
void refuse_odd_recipients(const RuleChange& change) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 +/=_.@-";
  for (const std::string& recipient : change.add) {
    const bool plain =
        !recipient.empty() && recipient.find_first_not_of(kPlain) == std::string::npos;
    const bool ends_well = plain && recipient.starts_with("age1") ? !contains(recipient, ' ')
                                                                  : recipient.starts_with("ssh-");
    if (!plain || !ends_well || recipient.back() == ' ')
      throw Error(Code::Failed, "not an age recipient, so it cannot be added to a rule");
  }
  if (!change.add.empty() && change.beside.empty())
    throw Error(Code::Failed, "no recipient is given beside which others are to be added");
}

bool concerns(const RuleChange& change, const CreationRule& rule) {
  const bool chosen = change.only_rules.empty() || contains(change.only_rules, rule.number);
  return chosen && (change.beside.empty() || rule.names(change.beside));
}

// What `change.add` puts into a group that has `present`.
std::vector<std::string> missing(const RuleChange& change,
                                 const std::vector<std::string>& present) {
  std::vector<std::string> result;
  for (const std::string& recipient : change.add) {
    if (!contains(present, recipient) && !contains(result, recipient)) result.push_back(recipient);
  }
  return result;
}

std::vector<std::string> expected_group(const RuleChange& change,
                                        const std::vector<std::string>& present) {
  std::vector<std::string> result;
  for (const std::string& recipient : present) {
    if (!contains(change.remove, recipient)) result.push_back(recipient);
    if (recipient != change.beside) continue;
    for (std::string& added : missing(change, present)) {
      if (!contains(change.remove, added)) result.push_back(std::move(added));
    }
  }
  return result;
}

// The rules as they are to be afterwards.
std::vector<CreationRule> expected_rules(std::vector<CreationRule> rules,
                                         const RuleChange& change) {
  for (CreationRule& rule : rules) {
    if (!concerns(change, rule)) continue;
    for (RuleGroup& group : rule.groups) {
      const bool had_some = !group.age.empty();
      group.age = expected_group(change, group.age);
      if (had_some && group.age.empty()) {
        throw Error(
            Code::Refused,
            fmt::format(
                "line {}: rule {} would be left without an age recipient", rule.line, rule.number));
      }
    }
  }
  return rules;
}

// Collects where the text changes.
class Plan {
 public:
  explicit Plan(const std::vector<RulePlaces>& rules) {
    for (const RulePlaces& rule : rules) {
      for (const auto& group : rule.groups) {
        for (const RecipientPlace& place : group) fields_.insert(place.field);
      }
    }
  }

  void change_group(const std::vector<RecipientPlace>& group, const RuleChange& change) {
    std::vector<std::string> present;
    present.reserve(group.size());
    for (const RecipientPlace& place : group) present.emplace_back(place.recipient);
    bool added = false;
    for (const RecipientPlace& place : group) {
      if (!added && place.recipient == change.beside) {
        added = true;
        add(place, missing(change, present), change);
      }
      if (contains(change.remove, place.recipient)) remove(place);
    }
  }

  [[nodiscard]] const NodeChanges& changes() const { return changes_; }

 private:
  void add(const RecipientPlace& place,
           const std::vector<std::string>& recipients,
           const RuleChange& change) {
    for (const std::string& recipient : recipients) {
      if (contains(change.remove, recipient)) continue;
      const auto [node, position] = spot(place);
      std::vector<std::string>& list = changes_[node].add_after[position];
      if (!contains(list, recipient)) list.push_back(recipient);
    }
  }

  void remove(const RecipientPlace& place) {
    const auto [node, position] = spot(place);
    changes_[node].remove.insert(position);
  }

  struct Spot {
    NodeId node;
    std::size_t position;
  };

  [[nodiscard]] Spot spot(const RecipientPlace& place) const {
    if (place.element == kNoNode) {
      return names_one(place) ? Spot{place.field, 0} : Spot{place.holder, place.part};
    }
    return place.parts == 1 ? Spot{place.holder, place.position} : Spot{place.text, place.part};
  }

  // An alias of a single recipient that is defined for its name, not as some rule's list: the name
  // goes on to mean that one recipient.
  [[nodiscard]] bool names_one(const RecipientPlace& place) const {
    return place.field != place.holder && place.parts == 1 && !fields_.contains(place.holder);
  }

  std::set<NodeId> fields_;
  NodeChanges changes_;
};

bool same_groups(const std::vector<RuleGroup>& one, const std::vector<RuleGroup>& other) {
  return std::ranges::equal(one, other, [](const RuleGroup& left, const RuleGroup& right) {
    return left.age == right.age && left.foreign == right.foreign;
  });
}

bool same_meaning(const CreationRule& one, const CreationRule& other) {
  return one.number == other.number && one.path_regex == other.path_regex &&
         one.shamir_threshold == other.shamir_threshold && one.selection == other.selection &&
         one.mac_only_encrypted == other.mac_only_encrypted &&
         same_groups(one.groups, other.groups);
}

std::vector<CreationRule> parse_again(std::string_view text) {
  try {
    return SopsConfig::parse(text).rules;
  } catch (const Error& error) {
    throw Error(Code::Refused, fmt::format("the edited rules could not be read: {}", error.what()));
  }
}

void refuse_another_meaning(std::string_view edited, const std::vector<CreationRule>& expected) {
  const std::vector<CreationRule> actual = parse_again(edited);
  const auto [wanted, found] = std::ranges::mismatch(expected, actual, same_meaning);
  if (wanted == expected.end() && found == actual.end()) return;
  const std::size_t line = wanted == expected.end() ? 1 : wanted->line;
  Error error(Code::Refused,
              fmt::format("line {}: the recipients of this rule cannot be edited safely, as they "
                          "stand in an unusual form or are shared with another rule",
                          line));
  error.hint("edit the rule by hand");
  throw error;
}

}  // namespace

std::string change_rules(std::string_view text, const RuleChange& change) {
  refuse_odd_recipients(change);
  const std::vector<CreationRule> rules = SopsConfig::parse(text).rules;
  const std::vector<CreationRule> expected = expected_rules(rules, change);
  const Tree tree = index_yaml(text);
  const Anchors anchors(tree);
  const std::vector<RulePlaces> places = find_recipients(tree, anchors);
  Plan plan(places);
  for (const RulePlaces& rule : places) {
    const auto meant = std::ranges::find(rules, rule.number, &CreationRule::number);
    if (meant == rules.end() || !concerns(change, *meant)) continue;
    for (const auto& group : rule.groups) plan.change_group(group, change);
  }
  std::string edited(patch(text, splice_recipients(tree, anchors, plan.changes())).expose());
  refuse_another_meaning(edited, expected);
  return edited;
}

}  // namespace holdfast::vault
