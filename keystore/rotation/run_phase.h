// Carries out one phase of a rotation over a repository: one commit.
#pragma once

#include "crypto/age/identity.h"
#include "keystore/rotation/plan.h"
#include "keystore/store/keystore.h"
#include "vault/git/commit_run.h"

#include <functional>
#include <string>
#include <vector>

namespace holdfast::keystore {

struct PhaseResult {
  vault::git::ObjectId commit;
  std::size_t files = 0;
  std::size_t configs = 0;
  std::vector<std::string> left_alone;  // work files with other content than ours: not touched
};

struct PhaseRequest {
  std::string rotation_id;
  const age::Identity* old_identity = nullptr;  // opens every file as it is
  const age::Identity* new_identity = nullptr;  // must open every file afterwards
  std::string message;                          // --message; "" for ours
  // The keystore's state once the branch has moved, signed, to lie in the journal.
  std::function<SignedUpdate(const vault::git::ObjectId& commit)> state_to_come;
};

// Rewrites every planned file and rule, each verified in memory, and commits them: objects,
// journal, branch, work tree, keystore, in this order. A failure before the branch moves leaves
// everything as it was.
[[nodiscard]] PhaseResult run_phase(const RotationPlan& plan,
                                    const PhaseRequest& request,
                                    Keystore& keystore,
                                    vault::git::Repository& repository,
                                    const vault::ScanOptions& scan);

// Goes on after a crash: brings work tree, index and keystore to match the branch. nullopt when
// there was nothing to resume.
struct ResumeResult {
  bool branch_moved = false;
  std::size_t files = 0;
  std::vector<std::string> left_alone;
};
[[nodiscard]] std::optional<ResumeResult> resume_phase(Keystore& keystore,
                                                       vault::git::Repository& repository);

}  // namespace holdfast::keystore
