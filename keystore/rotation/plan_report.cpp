#include "keystore/rotation/plan.h"

#include <fmt/format.h>

#include <map>

namespace holdfast::keystore {

namespace {

// Files are counted by the folder of the `.sops.yaml` that counts for them: the overlay.
std::string overlay_of(const PlannedFile& file) {
  if (file.config.empty()) return "(no .sops.yaml)";
  const std::size_t slash = file.config.rfind('/');
  return slash == std::string::npos ? "." : file.config.substr(0, slash);
}

std::string_view what_happens(Phase phase) {
  switch (phase) {
    case Phase::Expand:
      return "the new key is added beside the old one; values stay as they are";
    case Phase::Contract:
      return "every file gets a fresh data key; the old key is taken off";
    case Phase::OneShot:
      return "every file gets a fresh data key; the new key takes the old one's place";
  }
  return "";
}

void list(std::string& text, std::string_view title, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  text += fmt::format("{}:\n", title);
  for (const std::string& line : lines) text += fmt::format("  {}\n", line);
}

Json texts(const std::vector<std::string>& lines) {
  Json array = Json::array();
  for (const std::string& line : lines) array.push(line);
  return array;
}

}  // namespace

std::string describe_plan(const RotationPlan& plan, bool every_file) {
  std::string text = fmt::format("rotation of {} ({}), branch {}: {}\n",
                                 plan.request.cluster,
                                 phase_name(plan.request.phase),
                                 plan.branch,
                                 what_happens(plan.request.phase));
  text += fmt::format("  old key {}\n", plan.request.old_recipient);
  if (!plan.request.new_recipient.empty()) {
    text += fmt::format("  new key {}\n", plan.request.new_recipient);
  }
  std::map<std::string, std::vector<std::string>> overlays;
  for (const PlannedFile& file : plan.files) overlays[overlay_of(file)].push_back(file.file.path);
  text += fmt::format("files: {}\n", plan.files.size());
  for (const auto& [overlay, files] : overlays) {
    text += fmt::format("  {}: {}\n", overlay, files.size());
    if (!every_file) continue;
    for (const std::string& file : files) text += fmt::format("    {}\n", file);
  }
  text += fmt::format("rules: {}\n", plan.configs.size());
  for (const PlannedConfig& config : plan.configs) {
    text += fmt::format("  {}: {} rule{}\n",
                        config.file.path,
                        config.change.only_rules.size(),
                        config.change.only_rules.size() == 1 ? "" : "s");
  }
  list(text, "under no rule, their recipients stay as they are", plan.rule_less);
  list(text, "left out, the old key stays on them", plan.outside);
  list(text, "findings", plan.findings);
  std::vector<std::string> blockers;
  for (const Blocker& blocker : plan.blockers) blockers.emplace_back(blocker.error.what());
  list(text, "in the way", blockers);
  return text;
}

Json plan_json(const RotationPlan& plan) {
  Json json = Json::object();
  json.set("cluster", plan.request.cluster);
  json.set("phase", phase_name(plan.request.phase));
  json.set("branch", plan.branch);
  json.set("head", plan.head.hex());
  json.set("old_recipient", plan.request.old_recipient);
  json.set("new_recipient",
           plan.request.new_recipient.empty() ? Json() : Json(plan.request.new_recipient));
  Json files = Json::array();
  for (const PlannedFile& file : plan.files) {
    files.push(Json::object()
                   .set("path", file.file.path)
                   .set("config", file.config.empty() ? Json() : Json(file.config))
                   .set("rule", file.rule)
                   .set("drift", texts(file.drift)));
  }
  json.set("files", std::move(files));
  Json configs = Json::array();
  for (const PlannedConfig& config : plan.configs) {
    Json rules = Json::array();
    for (const std::size_t rule : config.change.only_rules) rules.push(rule);
    configs.push(Json::object().set("path", config.file.path).set("rules", std::move(rules)));
  }
  json.set("configs", std::move(configs));
  json.set("rule_less", texts(plan.rule_less));
  json.set("outside", texts(plan.outside));
  json.set("findings", texts(plan.findings));
  Json blockers = Json::array();
  for (const Blocker& blocker : plan.blockers) {
    blockers.push(Json::object()
                      .set("path", blocker.file)
                      .set("code", static_cast<int>(blocker.error.code()))
                      .set("reason", blocker.error.what())
                      .set("hint", blocker.error.advice()));
  }
  json.set("blockers", std::move(blockers));
  return json;
}

}  // namespace holdfast::keystore
