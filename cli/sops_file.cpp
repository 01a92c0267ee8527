#include "cli/sops_file.h"

#include "src/base/file.h"
#include "vault/git/journal.h"
#include "vault/git/repository.h"

#include <fmt/format.h>

#include <filesystem>

namespace holdfast::cli {

namespace {

bool from_input(const FileOptions& options) { return options.file == "-"; }

bool in_git(const Path& file) {
  for (Path folder = std::filesystem::absolute(file).parent_path();;
       folder = folder.parent_path()) {
    if (std::filesystem::exists(folder / ".git")) return true;
    if (folder == folder.parent_path()) return false;
  }
}

// libgit2 is slow to start: it is only asked where there is a repository.
void refuse_pending_journal(const Path& file) {
  if (!in_git(file)) return;
  vault::git::refuse_pending(
      vault::git::Repository::open(std::filesystem::absolute(file).parent_path()));
}

}  // namespace

Path deciding_name(const FileOptions& options) {
  return options.filename_override.value_or(from_input(options) ? "stdin" : options.file);
}

vault::Format parse_format(const std::string& word) {
  if (const auto format = vault::format_named(word)) return *format;
  throw Error(Code::Usage, fmt::format("unknown format \"{}\"", word))
      .hint("one of yaml, json, dotenv, ini, binary");
}

vault::Format input_format(const FileOptions& options) {
  return options.input_type ? parse_format(*options.input_type)
                            : vault::format_of(deciding_name(options));
}

vault::Document read_document(const FileOptions& options, Context& context) {
  if (from_input(options) && options.in_place) {
    throw Error(Code::Usage, "standard input cannot be changed in place");
  }
  const vault::Format format = input_format(options);
  SecretText text = from_input(options) ? context.terminal.read_input(kMaxDocument)
                                        : read_secret_file(options.file);
  try {
    return vault::Document::parse(std::move(text), format);
  } catch (Error& error) {
    throw error.in_file(options.file);
  }
}

void write_result(const FileOptions& options, const SecretText& text, Context& context) {
  if (!options.in_place) {
    context.terminal.out(text.expose());
    return;
  }
  if (context.options.dry_run) {
    refuse_pending_journal(options.file);
    context.note(fmt::format("would write {}", options.file));
    return;
  }
  replace_file(options.file, text, kPrivate);
}

void replace_file(const Path& file, const SecretText& text, std::filesystem::perms mode) {
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::status(file, ignored);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    return write_into(file, text.expose());
  }
  refuse_pending_journal(file);
  write_file(file, text.expose(), mode_of(file, mode));
}

const vault::CreationRule* FoundConfig::rule_for(const Path& file_name) const {
  const Path absolute = std::filesystem::absolute(file_name).lexically_normal();
  const Path folder = std::filesystem::absolute(file).lexically_normal().parent_path();
  const Path relative = absolute.lexically_relative(folder);
  const bool inside = !relative.empty() && *relative.begin() != "..";
  return config.match((inside ? relative : absolute).generic_string());
}

std::optional<FoundConfig> config_for(const Path& file, const std::optional<std::string>& given) {
  const std::optional<Path> found =
      given ? std::optional<Path>(*given) : vault::find_sops_config(file, std::nullopt);
  if (!found) return std::nullopt;
  try {
    return FoundConfig{*found, vault::SopsConfig::parse(read_file(*found))};
  } catch (Error& error) {
    throw error.in_file(*found);
  }
}

}  // namespace holdfast::cli
