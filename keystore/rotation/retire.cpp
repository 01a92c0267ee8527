#include "keystore/rotation/retire.h"

#include "src/base/file.h"
#include "vault/overlay/sniff.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::keystore {

namespace {

const KeyRecord& successor_of(const Keystore& keystore, const KeyRecord& key) {
  const KeyRecord* active = keystore.active_key(key.cluster);
  if (active != nullptr && active->recipient != key.recipient) return *active;
  throw Error(Code::Refused, fmt::format("{} has no other active key", key.cluster))
      .hint(fmt::format("holdfast rotate {}", key.cluster));
}

void refuse_without_evidence(const KeyRecord& successor, const RetireEvidence& evidence) {
  if (evidence.asserted) return;
  if (!evidence.seen_in_secret) {
    throw Error(Code::Refused, "nothing shows that the cluster holds the new key")
        .hint(
            "give --cluster-secret FILE (what kubectl get secret sops-age -o yaml prints), or "
            "--cluster-has-key");
  }
  if (std::ranges::find(*evidence.seen_in_secret, successor.recipient) ==
      evidence.seen_in_secret->end()) {
    throw Error(Code::Refused, fmt::format("the Secret does not hold {}", successor.recipient))
        .hint(fmt::format("apply what `holdfast key secret {}` prints", successor.cluster));
  }
}

}  // namespace

std::vector<std::string> files_listing(const vault::git::Repository& repository,
                                       const vault::git::ObjectId& commit,
                                       const std::string& recipient,
                                       const vault::ScanOptions& scan) {
  const std::vector<vault::git::TreeFile> files = repository.files(commit);
  std::vector<char> lists(files.size());  // not vector<bool>: threads write neighbours
  const auto visit = [&](std::size_t i, std::string_view content) {
    lists[i] =
        content.find(recipient) != std::string_view::npos && vault::sniff(files[i].path, content)
            ? 1
            : 0;
  };
  vault::visit_files(repository, files, kMaxDocument, scan, visit, [](std::size_t) {});
  std::vector<std::string> result;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (lists[i] != 0) result.push_back(files[i].path);
  }
  return result;
}

void retire_key(Keystore& keystore,
                const std::string& recipient,
                const vault::git::Repository& repository,
                const RetireEvidence& evidence,
                const vault::ScanOptions& scan) {
  KeyRecord key = *keystore.find_recipient(recipient);
  if (key.state != KeyState::Retiring) {
    throw Error(Code::Refused, fmt::format("the key is {}, not retiring", state_name(key.state)))
        .hint(fmt::format("holdfast rotate {} gives it a successor first", key.cluster));
  }
  if (keystore.cluster(key.cluster).rotation) {
    throw Error(Code::Refused, fmt::format("a rotation of {} is under way", key.cluster))
        .hint(fmt::format("holdfast rotate {} --finish", key.cluster));
  }
  const KeyRecord& successor = successor_of(keystore, key);
  refuse_without_evidence(successor, evidence);
  const auto head = repository.resolve("HEAD");
  if (!head) throw Error(Code::Refused, "the repository has no commit yet");
  const std::vector<std::string> listing = files_listing(repository, *head, recipient, scan);
  if (!listing.empty()) {
    throw Error(Code::Refused, fmt::format("{} files still list the key", listing.size()))
        .in_file(listing.front())
        .hint(fmt::format("holdfast rotate {}", key.cluster));
  }
  key.enter(KeyState::Retired, keystore.now());
  Update update;
  update.put(key);
  update.log("key retire",
             Json::object()
                 .set("cluster", key.cluster)
                 .set("key", recipient)
                 .set("evidence", evidence.asserted ? "asserted" : "seen in the Secret"));
  keystore.apply(keystore.sign(update));
}

}  // namespace holdfast::keystore
