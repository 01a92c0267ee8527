#include "keystore/rotation/run_phase.h"

#include "src/base/file.h"
#include "src/base/work_pool.h"
#include "vault/git/packed_blob.h"
#include "vault/operations/rewrite.h"
#include "vault/rules/edit_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace holdfast::keystore {

namespace {

using vault::git::PackedBlob;

// Bounds the memory to the files in flight; each batch is long enough to keep all cores busy.
constexpr std::size_t kFilesInFlight = 512;

// Makes the new content of one planned file.
class Rewriter {
 public:
  Rewriter(const RotationPlan& plan, const PhaseRequest& request, Time now)
      : plan_(plan), now_(now), with_{request.old_identity}, proofs_{request.new_identity} {
    change_.beside = plan.request.old_recipient;
    if (plan.request.phase != Phase::Contract) change_.add = {plan.request.new_recipient};
    if (plan.request.phase == Phase::Expand) return;
    change_.remove = plan.request.drop;
    change_.remove.push_back(plan.request.old_recipient);
  }

  // Thread-safe.
  [[nodiscard]] SecretText rewrite(const PlannedFile& file, std::string_view content) const {
    try {
      const vault::Document document = vault::Document::parse(SecretText(content), file.format);
      if (plan_.request.phase == Phase::Expand) {
        return vault::change_recipients(document, file.key, change_, with_, proofs_);
      }
      return vault::rotate_data_key(document, file.key, change_, now_, proofs_);
    } catch (Error& error) {
      throw error.in_file(file.file.path);
    }
  }

 private:
  const RotationPlan& plan_;
  Time now_;
  std::vector<const age::Identity*> with_;
  std::vector<const age::Identity*> proofs_;
  vault::RecipientChange change_;
};

void add_files(const RotationPlan& plan,
               const Rewriter& rewriter,
               const vault::git::Repository& repository,
               const vault::ScanOptions& scan,
               vault::git::CommitRun& run) {
  vault::RepositoryHandles handles(repository);
  for (std::size_t first = 0; first < plan.files.size(); first += kFilesInFlight) {
    const std::size_t count = std::min(kFilesInFlight, plan.files.size() - first);
    std::vector<std::optional<PackedBlob>> packed(count);
    const auto work = [&](std::size_t i) {
      handles.use([&](const vault::git::Repository& handle) {
        const PlannedFile& file = plan.files[first + i];
        const std::string content = handle.read_blob(file.file.blob, kMaxDocument);
        packed[i] = vault::git::pack_blob(rewriter.rewrite(file, content).expose());
      });
    };
    const auto progress = [&](std::size_t done) {
      if (scan.progress) scan.progress(first + done, plan.files.size());
    };
    for_each_parallel(count, scan.jobs, scan.stop, work, progress);
    for (std::size_t i = 0; i < count; ++i) {
      run.add(plan.files[first + i].file, std::move(*packed[i]));
    }
  }
}

void add_configs(const RotationPlan& plan, vault::git::CommitRun& run) {
  for (const PlannedConfig& config : plan.configs) {
    run.add(config.file, vault::change_rules(config.text, config.change));
  }
}

std::string_view what_was_done(Phase phase) {
  switch (phase) {
    case Phase::Expand:
      return "add the new key beside the old one";
    case Phase::Contract:
      return "take the old key off";
    case Phase::OneShot:
      return "put a new key in the old one's place";
  }
  return "";
}

std::string commit_message(const RotationPlan& plan, const PhaseRequest& request) {
  std::string text = request.message;
  if (text.empty()) {
    text = fmt::format("rotate {}: {}\n\n{} files, {} configs of rules\nold key {}\nnew key {}",
                       plan.request.cluster,
                       what_was_done(plan.request.phase),
                       plan.files.size(),
                       plan.configs.size(),
                       plan.request.old_recipient,
                       plan.request.new_recipient);
  }
  while (text.ends_with('\n')) text.pop_back();
  text += fmt::format("\n\nHoldfast-Rotation: {}\n", request.rotation_id);
  if (plan.request.phase != Phase::Contract) text += "Holdfast-Phase: expand\n";
  if (plan.request.phase != Phase::Expand) text += "Holdfast-Phase: contract\n";
  return text;
}

Json journal_note(const Keystore& keystore, const SignedUpdate& update) {
  return Json::object()
      .set("keystore", std::filesystem::absolute(keystore.folder()).string())
      .set("update", update.print());
}

}  // namespace

PhaseResult run_phase(const RotationPlan& plan,
                      const PhaseRequest& request,
                      Keystore& keystore,
                      vault::git::Repository& repository,
                      const vault::ScanOptions& scan) {
  vault::git::CommitRun run(repository, plan.branch, plan.head);
  add_files(plan, Rewriter(plan, request, keystore.now()), repository, scan, run);
  add_configs(plan, run);
  PhaseResult result;
  result.commit = run.write_objects({commit_message(plan, request), repository.author()});
  const SignedUpdate update = request.state_to_come(result.commit);
  run.write_journal(journal_note(keystore, update));
  run.move_branch();
  try {
    result.left_alone = run.update_work_tree().left_alone;
    keystore.apply(update);
    run.finish();
  } catch (const Error& error) {
    throw Error(Code::Stopped,
                fmt::format("the commit is made, but not all that follows: {}", error.what()))
        .hint("mend the cause, then run holdfast rotate --resume; do not commit before");
  }
  result.files = plan.files.size();
  result.configs = plan.configs.size();
  return result;
}

std::optional<ResumeResult> resume_phase(Keystore& keystore, vault::git::Repository& repository) {
  const std::optional<vault::git::Journal> journal = vault::git::pending_journal(repository);
  if (!journal) {
    vault::git::clear_killed_run(repository);
    return std::nullopt;
  }
  const Path expected = journal->after.at("keystore").text();
  if (!std::filesystem::equivalent(expected, keystore.folder())) {
    throw Error(Code::Refused, "the journal belongs to the keystore " + expected.string())
        .in_file(vault::git::journal_file(repository))
        .hint("give --keystore " + expected.string());
  }
  const vault::git::ResumeOutcome outcome = vault::git::resume(repository, *journal);
  ResumeResult result{outcome.branch_moved, journal->changes.size(), outcome.work_tree.left_alone};
  if (outcome.branch_moved) {
    keystore.apply(SignedUpdate::parse(journal->after.at("update")));
    vault::git::remove_journal(repository);
  }
  return result;
}

}  // namespace holdfast::keystore
