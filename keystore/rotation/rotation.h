// The life of one rotation: start, finish, one shot, and what proves that each may go on.
#pragma once

#include "keystore/rotation/plan.h"
#include "keystore/rotation/run_phase.h"
#include "keystore/store/keystore.h"
#include "vault/git/repository.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::keystore {

struct RotationRequest {
  std::string cluster;
  bool one_shot = false;
  std::vector<std::string> targets;  // --to; empty: the keystore's policy
  bool without_backup = false;
  std::vector<std::string> paths;
  std::vector<std::string> skip;
  std::vector<std::string> keep;
  std::vector<std::string> drop;
  std::string message;
  // The recipients that the cluster's Secret was seen to hold; nullopt: not looked at.
  std::optional<std::vector<std::string>> seen_in_secret;
};

// What a rotation works with. The keystore is unlocked and open for writing, but for plans.
struct RotationScene {
  Keystore& keystore;
  vault::git::Repository& repository;
  vault::ScanOptions scan;
  std::function<void(std::string_view)> news;  // what was just done, a line each
};

// The plan of the first phase (expand, or one-shot). Throws Failed when the cluster has no active
// key, Refused when a rotation is under way and every file is expanded already.
[[nodiscard]] RotationPlan plan_start(const RotationScene& scene, const RotationRequest& request);
// The plan of the second phase. Throws Refused when no rotation is under way, or the Secret was
// seen not to hold the new key.
[[nodiscard]] RotationPlan plan_finish(const RotationScene& scene, const RotationRequest& request);

// Runs the first phase: new key, backup proven, one commit with the new key on every file. Goes on
// with a staged key that an interrupted run left; names the new key in the plan. Throws Refused for
// blockers or a missing backup.
PhaseResult start_rotation(const RotationScene& scene,
                           const RotationRequest& request,
                           RotationPlan& plan);
// Runs the second phase: one commit with fresh data keys and without the old key.
PhaseResult finish_rotation(const RotationScene& scene,
                            const RotationRequest& request,
                            const RotationPlan& plan);

// Takes a proven backup to each of `targets` (or the policy's) and notes it in the records of the
// keys that it holds. Throws Refused when there is no target.
void back_up_keys(Keystore& keystore,
                  const std::vector<std::string>& targets,
                  const std::function<void(std::string_view)>& news);

}  // namespace holdfast::keystore
