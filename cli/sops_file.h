// One SOPS file as the commands encrypt and decrypt meet it: where it comes from, its format, its
// rule, and where the result goes.
#pragma once

#include "cli/context.h"
#include "vault/document/document.h"
#include "vault/rules/sops_config.h"

#include <filesystem>
#include <optional>
#include <string>

namespace holdfast::cli {

struct FileOptions {
  std::string file;  // "-": standard input
  std::optional<std::string> filename_override;
  std::optional<std::string> input_type;
  bool in_place = false;
};

// The name that decides format and rule.
[[nodiscard]] Path deciding_name(const FileOptions& options);
[[nodiscard]] vault::Format input_format(const FileOptions& options);

// Reads and parses the file; errors name it.
[[nodiscard]] vault::Document read_document(const FileOptions& options, Context& context);

// Writes the result to stdout, or in place: atomically, the mode kept, and only where no journal of
// an interrupted run is pending in the repository that the file lies in.
void write_result(const FileOptions& options, const SecretText& text, Context& context);

// Writes the result to a file: atomically, the mode of an existing one kept, a new one with `mode`;
// straight into what is no regular file (a pipe, /dev/stdout). Throws Failed, and Stopped or
// Refused where a journal is pending.
void replace_file(const Path& file, const SecretText& text, std::filesystem::perms mode);

// A format's name as the user gave it. Throws Usage for a word that is none.
[[nodiscard]] vault::Format parse_format(const std::string& word);

// A `.sops.yaml` and the folder that its path_regex are relative to.
struct FoundConfig {
  Path file;
  vault::SopsConfig config;

  // The rule that wins for a file; nullptr if none does.
  [[nodiscard]] const vault::CreationRule* rule_for(const Path& file_name) const;
};

// The config that counts for a file: `given`, else the nearest from the file's folder upwards.
[[nodiscard]] std::optional<FoundConfig> config_for(const Path& file,
                                                    const std::optional<std::string>& given);

}  // namespace holdfast::cli
