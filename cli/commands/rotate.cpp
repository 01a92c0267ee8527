#include "cli/cluster_secret.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "keystore/rotation/rotation.h"
#include "vault/git/journal.h"

#include <fmt/format.h>

#include <memory>

namespace holdfast::cli {

namespace {

struct RotateOptions {
  std::vector<std::string> clusters;
  keystore::RotationRequest request;
  bool all = false;
  bool finish = false;
  bool status = false;
  bool resume = false;
  bool cluster_has_key = false;
  std::optional<std::string> secret;
  std::optional<std::string> message;
};

constexpr int kFound = 3;  // a rotation is under way

vault::ScanOptions scan_options(Context& context) {
  return {context.jobs(), context.stop.get_token(), {}};
}

int show_status(const RotateOptions& options, Context& context) {
  const keystore::Keystore store = context.open_keystore(keystore::Access::Read);
  std::string text;
  Json list = Json::array();
  for (const std::string& name : options.clusters.empty() ? store.clusters() : options.clusters) {
    const keystore::ClusterRecord record = store.cluster(name);
    if (!record.rotation) {
      text += fmt::format("{}: no rotation under way\n", name);
      continue;
    }
    text += fmt::format("{}: {} since {} by {}\n  old key {}\n  new key {}\n",
                        name,
                        record.rotation->phase,
                        format_utc(record.rotation->since),
                        record.rotation->by,
                        record.rotation->old_recipient,
                        record.rotation->new_recipient);
    list.push(record.print());
  }
  const bool none = list.items().empty();
  print_report(context, text, Json::object().set("rotations", std::move(list)));
  return none ? 0 : kFound;
}

int resume(Context& context) {
  vault::git::Repository repository = vault::git::Repository::open(context.repo());
  keystore::Keystore store = context.open_keystore(keystore::Access::Write);
  const auto result = keystore::resume_phase(store, repository);
  if (!result) {
    print_report(context, "nothing to resume\n", Json::object().set("resumed", false));
    return 0;
  }
  for (const std::string& file : result->left_alone) {
    context.warn(fmt::format("{}: holds other changes, left as it is", file));
  }
  const std::string text =
      result->branch_moved
          ? fmt::format("the commit stands; {} files brought to match\n", result->files)
          : "the commit was not made; everything is as before, start again\n";
  print_report(
      context, text, Json::object().set("resumed", true).set("committed", result->branch_moved));
  return 0;
}

void print_next_step(const RotateOptions& options,
                     const keystore::RotationPlan& plan,
                     Context& context) {
  const std::string& cluster = plan.request.cluster;
  switch (plan.request.phase) {
    case keystore::Phase::Expand:
      context.note("next:");
      context.note("  1. push the commit (both keys open every file)");
      context.note(
          fmt::format("  2. give the cluster both keys: holdfast key secret {} | kubectl apply "
                      "--server-side -f -",
                      cluster));
      context.note(fmt::format("  3. holdfast rotate {} --finish --cluster-secret FILE", cluster));
      return;
    case keystore::Phase::OneShot:
    case keystore::Phase::Contract:
      if (!options.secret && !options.cluster_has_key) {
        context.warn(
            "do NOT push before the cluster's Secret holds the new key: it could not decrypt");
        context.note(
            fmt::format("  holdfast key secret {} | kubectl apply --server-side -f -", cluster));
      }
      context.note("next: push the commit; when Flux has applied it:");
      context.note(fmt::format("  holdfast key retire {} --cluster-secret FILE",
                               plan.request.old_recipient));
      return;
  }
}

void print_result(const keystore::RotationPlan& plan,
                  const keystore::PhaseResult& result,
                  Context& context) {
  for (const std::string& file : result.left_alone) {
    context.warn(fmt::format("{}: changed while the rotation ran, left as it is", file));
  }
  for (const std::string& finding : plan.findings) context.warn(finding);
  print_report(context,
               fmt::format("{}: commit {} on {}: {} files, {} configs of rules\n",
                           plan.request.cluster,
                           result.commit.hex(),
                           plan.branch,
                           result.files,
                           result.configs),
               keystore::plan_json(plan)
                   .set("commit", result.commit.hex())
                   .set("files_written", result.files));
}

void rotate_cluster(const RotateOptions& options,
                    keystore::RotationScene& scene,
                    Context& context) {
  scene.scan.progress = context.progress("reading");
  keystore::RotationPlan plan = options.finish ? keystore::plan_finish(scene, options.request)
                                               : keystore::plan_start(scene, options.request);
  if (context.options.dry_run) {
    print_report(context, keystore::describe_plan(plan, true), keystore::plan_json(plan));
    keystore::refuse_blocked(plan);
    return;
  }
  context.note(keystore::describe_plan(plan, context.options.verbose));
  scene.scan.progress = context.progress("rotating");
  const keystore::PhaseResult result = options.finish
                                           ? keystore::finish_rotation(scene, options.request, plan)
                                           : keystore::start_rotation(scene, options.request, plan);
  print_result(plan, result, context);
  print_next_step(options, plan, context);
}

int run_rotate(RotateOptions options, Context& context) {
  if (options.status) return show_status(options, context);
  if (options.resume) return resume(context);
  if (options.finish && options.request.one_shot) {
    throw Error(Code::Usage, "--finish and --one-shot exclude each other");
  }
  vault::git::Repository repository = vault::git::Repository::open(context.repo());
  vault::git::refuse_pending(repository);
  options.request.seen_in_secret = recipients_in_secret(options.secret, context);
  options.request.message = options.message.value_or("");
  keystore::Keystore store = context.unlocked_keystore(
      context.options.dry_run ? keystore::Access::Read : keystore::Access::Write);
  if (options.all) options.clusters = store.clusters();
  if (options.clusters.empty()) {
    throw Error(Code::Usage, "which cluster?").hint("name one or more, or give --all");
  }
  keystore::RotationScene scene{
      store, repository, scan_options(context), [&](std::string_view line) { context.note(line); }};
  for (const std::string& cluster : options.clusters) {
    options.request.cluster = cluster;
    rotate_cluster(options, scene, context);
  }
  return 0;
}

}  // namespace

void add_rotate(Arguments& root) {
  auto options = std::make_shared<RotateOptions>();
  keystore::RotationRequest& request = options->request;
  Arguments rotate = root.command("rotate", "give a cluster a new key, over all its files");
  rotate.words("CLUSTER", options->clusters, 0, "which clusters");
  rotate.flag("--all", options->all, "every cluster of the keystore");
  rotate.flag(
      "--finish", options->finish, "the cluster has the new key: take the old one off every file");
  rotate.flag("--one-shot", request.one_shot, "both phases in one commit");
  rotate.flag("--status", options->status, "what is under way (exit code 3 when something is)");
  rotate.flag("--resume", options->resume, "go on after a crash");
  rotate.options("--to", request.targets, "TARGET", "where the new key's backup goes");
  rotate.flag("--without-backup", request.without_backup, "go on without a backup (on record)");
  rotate.options("--path", request.paths, "PATH", "only files below PATH");
  rotate.options("--skip", request.skip, "FILE", "go on without FILE (on record)");
  rotate.options(
      "--keep", request.keep, "RECIPIENT", "may stay on files whose rule does not name it");
  rotate.options("--drop", request.drop, "RECIPIENT", "goes off files whose rule does not name it");
  rotate.option(
      "--cluster-secret", options->secret, "FILE", "the cluster's Secret as it is (-: on stdin)");
  rotate.flag("--cluster-has-key",
              options->cluster_has_key,
              "assert that the cluster has the new key (on record)");
  rotate.option("--message", options->message, "TEXT", "of the commit, before its trailers");
  rotate.runs([options](Context& context) { return run_rotate(*options, context); });
}

}  // namespace holdfast::cli
