#include "vault/operations/publish.h"

#include "vault/operations/encrypt.h"
#include "vault/operations/key_groups.h"

#include <algorithm>

namespace holdfast::vault {

namespace {

bool names_keys(const CreationRule& rule) {
  return std::ranges::any_of(rule.groups, [](const RuleGroup& group) {
    return !group.age.empty() || !group.foreign.empty();
  });
}

}  // namespace

SecretText published_text(const Opened& file,
                          const CreationRule* recreation,
                          Time now,
                          const Gpg* gpg) {
  if (recreation == nullptr || !names_keys(*recreation)) return SecretText(file.document.text());
  const KeyGroups keys = groups_of(*recreation);
  const EncryptionPlan plan{.groups = keys.groups,
                            .shamir_threshold = keys.shamir_threshold,
                            .selection = recreation->effective_selection()};
  const Document plain =
      Document::parse(plain_text(file.document, file.open), file.document.format());
  return encrypt_document(plain, plan, now, gpg).text;
}

}  // namespace holdfast::vault
