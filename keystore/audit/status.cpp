#include "keystore/audit/status.h"

#include "keystore/audit/log_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace holdfast::keystore {

namespace {

constexpr std::chrono::days kMaxKeyAge{365};

void add_key(const KeyRecord& key, Time now, std::vector<StatusLine>& lines) {
  const auto add = [&](Light light, const std::string& text) {
    lines.push_back({light,
                     key.cluster,
                     fmt::format("{} key {}: {}", state_name(key.state), key.recipient, text)});
  };
  if (key.state == KeyState::Destroyed) return;
  if (key.compromised) add(Light::Red, "marked compromised " + format_utc(*key.compromised));
  if (!key.backed_up()) {
    return add(Light::Red, key.without_backup ? "no backup (--without-backup)" : "no backup");
  }
  const BackupNote& newest = key.backups.back();
  const std::string copy = fmt::format("copy, no escrow: {} in {}", newest.name, newest.target);
  const auto made = key.dates.find("active");
  const bool old =
      key.state == KeyState::Active && made != key.dates.end() && now - made->second > kMaxKeyAge;
  add(Light::Yellow, old ? "older than a year; " + copy : copy);
}

void add_rotation(const ClusterRecord& cluster, std::vector<StatusLine>& lines) {
  if (!cluster.rotation) return;
  lines.push_back({Light::Yellow,
                   cluster.cluster,
                   fmt::format("rotation {} since {} by {}",
                               cluster.rotation->phase,
                               format_utc(cluster.rotation->since),
                               cluster.rotation->by)});
}

}  // namespace

std::string_view light_name(Light light) noexcept {
  switch (light) {
    case Light::Green:
      return "green";
    case Light::Yellow:
      return "yellow";
    case Light::Red:
      return "red";
  }
  return "";
}

Light Status::light() const noexcept {
  Light worst = Light::Green;
  for (const StatusLine& line : lines) worst = std::max(worst, line.light);
  return worst;
}

Json Status::print() const {
  Json array = Json::array();
  for (const StatusLine& line : lines) {
    array.push(Json::object()
                   .set("light", light_name(line.light))
                   .set("subject", line.subject)
                   .set("text", line.text));
  }
  return Json::object().set("light", light_name(light())).set("lines", std::move(array));
}

Status take_status(const Keystore& keystore) {
  Status status;
  for (const KeyRecord& key : keystore.keys()) add_key(key, keystore.now(), status.lines);
  for (const std::string& name : keystore.clusters())
    add_rotation(keystore.cluster(name), status.lines);
  const LogReport log = verify_log(keystore.folder(), keystore.signer());
  for (const std::string& finding : log.findings) {
    status.lines.push_back({Light::Red, "log", finding});
  }
  return status;
}

}  // namespace holdfast::keystore
