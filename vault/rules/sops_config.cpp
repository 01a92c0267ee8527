#include "vault/rules/sops_config.h"

#include "vault/rules/config_node.h"
#include "vault/rules/read_rules.h"

#include <fmt/format.h>

namespace holdfast::vault {

namespace {

constexpr int kMaxLevels = 100;  // as sops

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

std::string in_folder(std::string_view folder) {
  return folder.empty() ? std::string(kSopsConfigName)
                        : fmt::format("{}/{}", folder, kSopsConfigName);
}

// Absolute and without "." and "..", links not followed: what sops compares.
Path plain_path(const Path& path) {
  Path result = std::filesystem::absolute(path).lexically_normal();
  return result.has_filename() ? result : result.parent_path();
}

bool is_there(const Path& file) {
  std::error_code fault;
  const std::filesystem::file_status status = std::filesystem::status(file, fault);
  return std::filesystem::exists(status) && !std::filesystem::is_directory(status);
}

}  // namespace

SopsConfig SopsConfig::parse(std::string_view text) {
  return SopsConfig{read_rules(read_config(text))};
}

const CreationRule* SopsConfig::match(std::string_view relative_path) const {
  for (const CreationRule& rule : rules) {
    if (!rule.pattern_fault.empty()) {
      Error error(
          Code::Failed,
          fmt::format(
              "line {}: path_regex of rule {}: {}", rule.line, rule.number, rule.pattern_fault));
      error.hint("write path_regex in RE2 syntax, which has no look-around: sops fails here too");
      throw error;
    }
    if (rule.pattern == nullptr || rule.pattern->found_in(relative_path)) return &rule;
  }
  return nullptr;
}

std::optional<Path> find_sops_config(const Path& file, const std::optional<Path>& top) {
  const Path last = top ? plain_path(*top) : Path();
  Path folder = plain_path(file).parent_path();
  for (int level = 0; level < kMaxLevels; ++level) {
    Path candidate = folder / kSopsConfigName;
    if (is_there(candidate)) return candidate;
    if (folder == last || folder == folder.parent_path()) break;
    folder = folder.parent_path();
  }
  return std::nullopt;
}

std::string find_sops_config(std::string_view file,
                             const std::function<bool(std::string_view)>& exists) {
  std::string_view folder = folder_of(file);
  for (int level = 0; level < kMaxLevels; ++level) {
    std::string candidate = in_folder(folder);
    if (exists(candidate)) return candidate;
    if (folder.empty()) break;
    folder = folder_of(folder);
  }
  return {};
}

std::string_view relative_to_config(std::string_view file, std::string_view config) {
  const std::string_view folder = folder_of(config);
  if (folder.empty() || !file.starts_with(folder) || file.size() <= folder.size() ||
      file[folder.size()] != '/') {
    return file;
  }
  return file.substr(folder.size() + 1);
}

}  // namespace holdfast::vault
