#include "cli/compat/sops_failure.h"
#include "cli/compat/sops_open.h"
#include "cli/compat/sops_verbs.h"
#include "src/base/file.h"
#include "vault/operations/publish.h"
#include "vault/rules/destination_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace holdfast::cli {

namespace {

std::vector<Path> files_of(const Path& path, const SopsCall& call) {
  if (!std::filesystem::is_directory(path)) return {path};
  if (!call.words.flag("recursive")) {
    throw SopsFailure(SopsCode::Generic,
                      fmt::format("{} is a folder: --recursive publishes it", path.string()));
  }
  std::vector<Path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

const vault::DestinationRule& destination_of(const std::vector<vault::DestinationRule>& rules,
                                             const Path& file) {
  const vault::DestinationRule* rule = vault::match(rules, file.string());
  if (rule == nullptr) {
    throw SopsFailure(SopsCode::Generic, "error loading config: no matching destination found");
  }
  if (rule->kind == vault::DestinationKind::Folder) return *rule;
  throw SopsFailure(
      SopsCode::Generic,
      Error(Code::Refused,
            fmt::format("destination rule {} is no folder: holdfast publishes to folders only",
                        rule->number))
          .hint("publish to a folder (`path`) and copy that, or use sops itself"));
}

bool agreed(const Path& file, const Path& into, const SopsCall& call) {
  if (call.words.flag("yes")) return true;
  return call.context.terminal
      .ask_yes(fmt::format("publish {} to {}?", file.string(), into.string()))
      .value_or(false);
}

void publish(const Path& path,
             const std::vector<vault::DestinationRule>& rules,
             const SopsCall& call) {
  const vault::DestinationRule& rule = destination_of(rules, path);
  SopsTarget source;
  source.file = source.name = path;
  source.input = source.output = vault::format_of(path);
  const OpenedFile file = sops_open(source, call);
  const std::optional<vault::Gpg> gpg = call.context.gpg();
  const SecretText text = or_fail(SopsCode::Generic, [&] {
    return vault::published_text(file.view(),
                                 rule.recreation_rule ? &*rule.recreation_rule : nullptr,
                                 call.context.clock(),
                                 gpg ? &*gpg : nullptr);
  });
  SopsTarget target = source;
  target.output_file =
      Path(rule.place) / rule.name_of(path.string(), call.words.flag("omit-extensions"));
  if (!agreed(path, *target.output_file, call)) {
    throw SopsFailure(SopsCode::Generic, "not published");
  }
  std::filesystem::create_directories(target.output_file->parent_path());
  write_target(target, text, Content::Encrypted, call);
}

}  // namespace

int sops_publish(const SopsCall& call) {
  const std::optional<FoundConfig> config = sops_config(call);
  if (!config) throw SopsFailure(SopsCode::Generic, "config file not found");
  if (call.words.arguments().empty()) throw SopsFailure(SopsCode::NoFile, "no file specified");
  const std::vector<vault::DestinationRule> rules = or_fail(
      SopsCode::Generic, [&] { return vault::read_destination_rules(read_file(config->file)); });
  for (const Path& file : files_of(call.words.arguments().front(), call)) {
    publish(file, rules, call);
  }
  return 0;
}

}  // namespace holdfast::cli
