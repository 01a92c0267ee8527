// What a rotation is going to do: the files by overlay, the rules, what stands in the way. The plan
// that --dry-run prints is the one that runs.
#pragma once

#include "crypto/sops/data_key.h"
#include "src/base/error.h"
#include "src/base/json.h"
#include "vault/document/format.h"
#include "vault/git/repository.h"
#include "vault/keyring/keyring.h"
#include "vault/overlay/repository_scan.h"
#include "vault/rules/edit_rules.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::keystore {

// expand: the new recipient beside the old one, data keys as they are. contract: a fresh data key,
// the old recipient off. one_shot: both at once.
enum class Phase { Expand, Contract, OneShot };

[[nodiscard]] std::string_view phase_name(
    Phase phase) noexcept;  // "expand", "contract", "one-shot"

struct PlanRequest {
  Phase phase = Phase::Expand;
  std::string cluster;
  std::string old_recipient;
  std::string new_recipient;       // "" while there is no new key yet (a dry run)
  std::vector<std::string> paths;  // --path: only files below these; empty: all
  std::vector<std::string> skip;   // --skip: files to go on without
  std::vector<std::string> keep;   // --keep: drifted recipients that may stay
  std::vector<std::string> drop;   // --drop: drifted recipients that go with the old key
};

struct PlannedFile {
  vault::git::TreeFile file;
  vault::Format format = vault::Format::Yaml;
  std::string config;              // the `.sops.yaml` that counts for it; "" if there is none
  std::size_t rule = 0;            // number of the rule that wins; 0: none
  std::vector<std::string> drift;  // recipients on the file that its rule does not name
  sops::DataKey key;               // opened in the preflight
  bool has_new = false;            // lists the new recipient already
};

struct PlannedConfig {
  vault::git::TreeFile file;
  std::string text;          // as it is
  vault::RuleChange change;  // what becomes of it; `only_rules` names the rules that change
};

struct Blocker {
  std::string file;
  Error error;
};

struct RotationPlan {
  PlanRequest request;
  std::string branch;
  vault::git::ObjectId head;
  std::vector<PlannedFile> files;      // in Git's order
  std::vector<PlannedConfig> configs;  // rules that change
  std::vector<Blocker> blockers;
  std::vector<std::string> findings;  // traps and clear values: reported, no hindrance
  std::vector<std::string>
      outside;  // files that list the old key but are left out (--path, --skip)
  std::vector<std::string> rule_less;  // files under no rule: they keep their list

  [[nodiscard]] bool nothing_to_do() const {
    return files.empty() && configs.empty() && blockers.empty();
  }
  // Puts the new key's recipient where the plan was made without one.
  void name_new_key(const std::string& recipient);
};

// Reads the head of the repository's branch and proves that this phase and every later one can run:
// each file that lists the old recipient parses, opens with `keyring`, its MAC holds, its
// recipients can be wrapped anew, no recipient on it is strange to its rule. What does not hold
// becomes a blocker. Throws Refused for a repository without a commit or with a detached HEAD that
// is not meant.
[[nodiscard]] RotationPlan plan_rotation(const vault::git::Repository& repository,
                                         PlanRequest request,
                                         const vault::Keyring& keyring,
                                         const vault::ScanOptions& scan);

// Throws the gravest blocker's code, with all of them named, when there are any.
void refuse_blocked(const RotationPlan& plan);

// The plan for people (a few lines, files by overlay) and for programs.
[[nodiscard]] std::string describe_plan(const RotationPlan& plan, bool every_file);
[[nodiscard]] Json plan_json(const RotationPlan& plan);

}  // namespace holdfast::keystore
