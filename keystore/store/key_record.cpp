#include "keystore/store/key_record.h"

#include "crypto/age/recipient.h"
#include "keystore/signing/record_json.h"
#include "src/base/error.h"

namespace holdfast::keystore {

namespace {

constexpr std::string_view kKeyKind = "key";
constexpr std::string_view kClusterKind = "cluster";
constexpr std::size_t kMaxClusterName = 63;  // as long as a Kubernetes label may be

bool is_cluster_name(std::string_view name) {
  constexpr std::string_view first = "abcdefghijklmnopqrstuvwxyz0123456789";
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-._";
  return !name.empty() && name.size() <= kMaxClusterName &&
         first.find(name.front()) != std::string_view::npos &&
         name.find_first_not_of(allowed) == std::string_view::npos;
}

std::string parse_cluster_name(const Json& json) {
  if (is_cluster_name(json.text())) return json.text();
  throw Error(Code::Failed, "the name of the cluster is not allowed");
}

std::string parse_recipient_text(const Json& json) {
  return age::parse_recipient(json.text())->text();
}

std::optional<Time> time_if_there(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  if (found == nullptr || found->is_null()) return std::nullopt;
  return time_of(*found);
}

Json time_or_null(const std::optional<Time>& time) { return time ? time_json(*time) : Json(); }

Json print_backups(const std::vector<BackupNote>& backups) {
  Json list = Json::array();
  for (const BackupNote& backup : backups) {
    list.push(Json::object()
                  .set("target", backup.target)
                  .set("name", backup.name)
                  .set("sha256", backup.sha256)
                  .set("taken", time_json(backup.taken)));
  }
  return list;
}

std::vector<BackupNote> parse_backups(const Json& json) {
  std::vector<BackupNote> backups;
  for (const Json& item : json.items()) {
    backups.push_back({.target = item.at("target").text(),
                       .name = item.at("name").text(),
                       .sha256 = item.at("sha256").text(),
                       .taken = time_of(item.at("taken"))});
  }
  return backups;
}

Json print_dates(const std::map<std::string, Time>& dates) {
  Json object = Json::object();
  for (const auto& [step, date] : dates) object.set(step, time_json(date));
  return object;
}

std::map<std::string, Time> parse_dates(const Json& json) {
  std::map<std::string, Time> dates;
  for (const auto& [step, date] : json.members()) dates[step] = time_of(date);
  return dates;
}

Json print_rotation(const RotationState& rotation) {
  return Json::object()
      .set("id", rotation.id)
      .set("old_recipient", rotation.old_recipient)
      .set("new_recipient", rotation.new_recipient)
      .set("phase", rotation.phase)
      .set("by", rotation.by)
      .set("since", time_json(rotation.since))
      .set("skipped", texts_json(rotation.skipped));
}

std::optional<RotationState> parse_rotation(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return RotationState{.id = json.at("id").text(),
                       .old_recipient = parse_recipient_text(json.at("old_recipient")),
                       .new_recipient = parse_recipient_text(json.at("new_recipient")),
                       .phase = json.at("phase").text(),
                       .by = json.at("by").text(),
                       .since = time_of(json.at("since")),
                       .skipped = texts_of(json.at("skipped"))};
}

Json print_estate(const std::vector<EstateEntry>& estate) {
  Json list = Json::array();
  for (const EstateEntry& entry : estate) {
    list.push(Json::object().set("repository", entry.repository).set("branch", entry.branch));
  }
  return list;
}

std::vector<EstateEntry> parse_estate(const Json& json) {
  std::vector<EstateEntry> estate;
  for (const Json& item : json.items()) {
    estate.push_back({item.at("repository").text(), item.at("branch").text()});
  }
  return estate;
}

}  // namespace

void KeyRecord::enter(KeyState next, Time now) {
  state = next;
  dates[std::string(state_name(next))] = now;
}

Json KeyRecord::print() const {
  return start_record(kKeyKind)
      .set("recipient", recipient)
      .set("cluster", cluster)
      .set("state", state_name(state))
      .set("origin", origin)
      .set("by", by)
      .set("dates", print_dates(dates))
      .set("backups", print_backups(backups))
      .set("without_backup", without_backup)
      .set("compromised", time_or_null(compromised));
}

KeyRecord KeyRecord::parse(const Json& json) {
  check_record(json, kKeyKind);
  return {.recipient = parse_recipient_text(json.at("recipient")),
          .cluster = parse_cluster_name(json.at("cluster")),
          .state = parse_state(json.at("state").text()),
          .origin = json.at("origin").text(),
          .by = json.at("by").text(),
          .dates = parse_dates(json.at("dates")),
          .backups = parse_backups(json.at("backups")),
          .without_backup = json.at("without_backup").boolean(),
          .compromised = time_if_there(json, "compromised")};
}

Json ClusterRecord::print() const {
  return start_record(kClusterKind)
      .set("cluster", cluster)
      .set("rotation", rotation ? print_rotation(*rotation) : Json())
      .set("estate", print_estate(estate))
      .set("last_rotated", time_or_null(last_rotated));
}

ClusterRecord ClusterRecord::parse(const Json& json) {
  check_record(json, kClusterKind);
  return {.cluster = parse_cluster_name(json.at("cluster")),
          .rotation = parse_rotation(json.at("rotation")),
          .estate = parse_estate(json.at("estate")),
          .last_rotated = time_if_there(json, "last_rotated")};
}

void check_cluster_name(std::string_view name) {
  if (is_cluster_name(name)) return;
  throw Error(Code::Usage, "\"" + std::string(name) + "\" is no name for a cluster")
      .hint("use 1 to 63 of a-z 0-9 - . _ and start with a letter or digit");
}

}  // namespace holdfast::keystore
