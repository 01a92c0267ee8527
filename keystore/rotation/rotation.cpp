#include "keystore/rotation/rotation.h"

#include "keystore/backup/backup.h"
#include "src/base/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace holdfast::keystore {

namespace {

constexpr std::string_view kExpanded = "expanded";
constexpr std::string_view kStaged = "staged";

const KeyRecord& active_key_of(const Keystore& keystore, const std::string& cluster) {
  if (const KeyRecord* key = keystore.active_key(cluster)) return *key;
  throw Error(Code::Failed, fmt::format("the keystore has no active key of {}", cluster))
      .hint(fmt::format("holdfast key import FILE --cluster {}", cluster));
}

// A key that was staged and never put to use: an interrupted run's, or `key generate`'s.
const KeyRecord* staged_key_of(const Keystore& keystore, std::string_view cluster) {
  const auto found = std::ranges::find_if(keystore.keys(), [&](const KeyRecord& key) {
    return key.cluster == cluster && key.state == KeyState::Staged;
  });
  return found == keystore.keys().end() ? nullptr : &*found;
}

PlanRequest plan_request(const RotationRequest& request, Phase phase) {
  PlanRequest plan;
  plan.phase = phase;
  plan.cluster = request.cluster;
  plan.paths = request.paths;
  plan.skip = request.skip;
  plan.keep = request.keep;
  plan.drop = request.drop;
  return plan;
}

// The old key's identity comes from the keystore; with it every file of the rotation opens.
RotationPlan make_plan(const RotationScene& scene, PlanRequest request) {
  vault::Keyring ring;
  ring.add(scene.keystore.identity(request.old_recipient));
  return plan_rotation(scene.repository, std::move(request), ring, scene.scan);
}

std::string under_way(const RotationState& rotation) {
  return fmt::format("begun by {} on {}", rotation.by, format_utc(rotation.since));
}

void refuse_unseen_key(const RotationRequest& request, const RotationState& rotation) {
  if (!request.seen_in_secret) return;
  if (std::ranges::find(*request.seen_in_secret, rotation.new_recipient) !=
      request.seen_in_secret->end()) {
    return;
  }
  throw Error(Code::Refused,
              fmt::format("the Secret does not hold the new key {}: the cluster could not decrypt",
                          rotation.new_recipient))
      .hint(fmt::format("apply what `holdfast key secret {}` prints, then try again",
                        request.cluster));
}

Json phase_details(const RotationPlan& plan, std::string_view rotation) {
  return Json::object()
      .set("cluster", plan.request.cluster)
      .set("rotation", rotation)
      .set("old", plan.request.old_recipient)
      .set("new", plan.request.new_recipient)
      .set("branch", plan.branch)
      .set("files", plan.files.size())
      .set("left_out", plan.outside.size());
}

void log_intent(Keystore& keystore, std::string_view act, Json details) {
  Update update;
  update.log(act, std::move(details), ActPhase::Intent);
  keystore.apply(keystore.sign(update));
}

void note_estate(ClusterRecord& record,
                 const vault::git::Repository& repository,
                 const std::string& branch) {
  const Path place = repository.is_bare() ? repository.git_folder() : repository.work_tree();
  const bool known = std::ranges::any_of(record.estate, [&](const EstateEntry& entry) {
    return entry.repository == place.string() && entry.branch == branch;
  });
  if (!known) record.estate.push_back({place.string(), branch});
}

// The staged key and the record of the rotation, made or found again.
RotationState stage(const RotationScene& scene,
                    const RotationRequest& request,
                    const RotationPlan& plan) {
  Keystore& keystore = scene.keystore;
  ClusterRecord cluster = keystore.cluster(request.cluster);
  if (cluster.rotation) return *cluster.rotation;
  const KeyRecord* found = staged_key_of(keystore, request.cluster);
  KeyRecord key = found != nullptr ? *found : keystore.generate(request.cluster);
  cluster.cluster = request.cluster;
  cluster.rotation = RotationState{random_hex(8),
                                   plan.request.old_recipient,
                                   key.recipient,
                                   std::string(kStaged),
                                   keystore.by(),
                                   keystore.now(),
                                   {}};
  Update update;
  update.put(key);
  update.put(cluster);
  update.log("rotate stage",
             Json::object()
                 .set("cluster", request.cluster)
                 .set("rotation", cluster.rotation->id)
                 .set("old", plan.request.old_recipient)
                 .set("new", key.recipient));
  keystore.apply(keystore.sign(update));
  scene.news(fmt::format("new key of {}: {}", request.cluster, key.recipient));
  return *cluster.rotation;
}

void note_without_backup(Keystore& keystore, const std::string& recipient) {
  KeyRecord key = *keystore.find_recipient(recipient);
  if (key.without_backup) return;
  key.without_backup = true;
  Update update;
  update.put(key);
  update.log("rotate without backup", Json::object().set("key", recipient));
  keystore.apply(keystore.sign(update));
}

// Invariant 1: nothing is encrypted to a key before its backup is proven.
void prove_backup(const RotationScene& scene,
                  const RotationRequest& request,
                  const std::string& recipient) {
  if (request.without_backup) return note_without_backup(scene.keystore, recipient);
  if (scene.keystore.find_recipient(recipient)->backed_up() && request.targets.empty()) return;
  back_up_keys(scene.keystore, request.targets, scene.news);
}

SignedUpdate state_after(const Keystore& keystore,
                         const RotationScene& scene,
                         const RotationPlan& plan,
                         const RotationState& rotation,
                         const vault::git::ObjectId& commit) {
  const Time now = keystore.now();
  ClusterRecord cluster = keystore.cluster(plan.request.cluster);
  cluster.cluster = plan.request.cluster;
  note_estate(cluster, scene.repository, plan.branch);
  Update update;
  KeyRecord new_key = *keystore.find_recipient(rotation.new_recipient);
  KeyRecord old_key = *keystore.find_recipient(rotation.old_recipient);
  if (new_key.state == KeyState::Staged) {
    new_key.enter(KeyState::Active, now);
    update.put(new_key);
  }
  if (old_key.state == KeyState::Active) {
    old_key.enter(KeyState::Retiring, now);
    update.put(old_key);
  }
  cluster.rotation = rotation;
  cluster.rotation->phase = kExpanded;
  cluster.rotation->skipped = plan.outside;
  if (plan.request.phase != Phase::Expand && plan.outside.empty()) {
    cluster.rotation.reset();
    cluster.last_rotated = now;
  }
  update.put(cluster);
  update.log(fmt::format("rotate {}", phase_name(plan.request.phase)),
             phase_details(plan, rotation.id).set("commit", commit.hex()));
  return keystore.sign(update);
}

PhaseResult run(const RotationScene& scene,
                const RotationRequest& request,
                const RotationPlan& plan,
                const RotationState& rotation) {
  const age::IdentityPtr new_identity = scene.keystore.identity(rotation.new_recipient);
  log_intent(scene.keystore,
             fmt::format("rotate {}", phase_name(plan.request.phase)),
             phase_details(plan, rotation.id));
  const age::IdentityPtr old_identity = scene.keystore.identity(rotation.old_recipient);
  PhaseRequest phase;
  phase.old_identity = old_identity.get();
  phase.rotation_id = rotation.id;
  phase.new_identity = new_identity.get();
  phase.message = request.message;
  phase.state_to_come = [&](const vault::git::ObjectId& commit) {
    return state_after(scene.keystore, scene, plan, rotation, commit);
  };
  return run_phase(plan, phase, scene.keystore, scene.repository, scene.scan);
}

}  // namespace

RotationPlan plan_start(const RotationScene& scene, const RotationRequest& request) {
  const ClusterRecord cluster = scene.keystore.cluster(request.cluster);
  PlanRequest wanted = plan_request(request, request.one_shot ? Phase::OneShot : Phase::Expand);
  if (cluster.rotation) {
    wanted.old_recipient = cluster.rotation->old_recipient;
    wanted.new_recipient = cluster.rotation->new_recipient;
  } else {
    wanted.old_recipient = active_key_of(scene.keystore, request.cluster).recipient;
    const KeyRecord* staged = staged_key_of(scene.keystore, request.cluster);
    if (staged != nullptr) wanted.new_recipient = staged->recipient;
  }
  RotationPlan plan = make_plan(scene, std::move(wanted));
  if (!plan.nothing_to_do()) return plan;
  if (cluster.rotation && cluster.rotation->phase == kExpanded) {
    throw Error(Code::Refused,
                fmt::format("a rotation of {} is under way, {}; every file lists both keys",
                            request.cluster,
                            under_way(*cluster.rotation)))
        .hint(fmt::format("once the cluster holds both keys: holdfast rotate {} --finish",
                          request.cluster));
  }
  throw Error(Code::Refused,
              fmt::format("no file at {} lists {}, the key of {}",
                          plan.branch,
                          plan.request.old_recipient,
                          request.cluster))
      .hint("is this the right repository? -C DIR names another");
}

RotationPlan plan_finish(const RotationScene& scene, const RotationRequest& request) {
  const ClusterRecord cluster = scene.keystore.cluster(request.cluster);
  if (!cluster.rotation) {
    throw Error(Code::Refused, fmt::format("no rotation of {} is under way", request.cluster))
        .hint(fmt::format("begin one: holdfast rotate {}", request.cluster));
  }
  refuse_unseen_key(request, *cluster.rotation);
  PlanRequest wanted = plan_request(request, Phase::Contract);
  wanted.old_recipient = cluster.rotation->old_recipient;
  wanted.new_recipient = cluster.rotation->new_recipient;
  return make_plan(scene, std::move(wanted));
}

PhaseResult start_rotation(const RotationScene& scene,
                           const RotationRequest& request,
                           RotationPlan& plan) {
  refuse_blocked(plan);
  const RotationState rotation = stage(scene, request, plan);
  prove_backup(scene, request, rotation.new_recipient);
  plan.name_new_key(rotation.new_recipient);
  return run(scene, request, plan, rotation);
}

PhaseResult finish_rotation(const RotationScene& scene,
                            const RotationRequest& request,
                            const RotationPlan& plan) {
  refuse_blocked(plan);
  if (plan.nothing_to_do()) {
    throw Error(
        Code::Refused,
        fmt::format("no file at {} lists the old key of {} any more", plan.branch, request.cluster))
        .hint(fmt::format("holdfast key retire {}", plan.request.old_recipient));
  }
  const RotationState rotation = *scene.keystore.cluster(request.cluster).rotation;
  return run(scene, request, plan, rotation);
}

void back_up_keys(Keystore& keystore,
                  const std::vector<std::string>& targets,
                  const std::function<void(std::string_view)>& news) {
  const std::vector<std::string> wanted = targets.empty() ? keystore.backup_targets() : targets;
  if (wanted.empty()) {
    throw Error(Code::Refused,
                "no key is put to use without a backup, and there is no target for one")
        .hint("give --to FOLDER, or --without-backup to go on without");
  }
  for (const std::string& target : wanted) {
    const BackupNote note = back_up(keystore, target);
    Update update;
    for (const KeyRecord& record : keystore.keys()) {
      if (record.state == KeyState::Destroyed) continue;
      KeyRecord noted = record;
      noted.backups.push_back(note);
      update.put(noted);
    }
    update.log(
        "backup create",
        Json::object().set("target", target).set("name", note.name).set("sha256", note.sha256));
    keystore.apply(keystore.sign(update));
    news(fmt::format("backup {} in {}: read back and compared", note.name, target));
  }
}

}  // namespace holdfast::keystore
