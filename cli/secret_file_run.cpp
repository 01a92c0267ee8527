#include "cli/secret_file_run.h"

#include "src/base/attached_program.h"
#include "src/base/error.h"
#include "src/base/file.h"
#include "src/base/private_folder.h"
#include "src/base/process.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace holdfast::cli {

namespace {

std::string with_path(std::string command, const std::string& path) {
  constexpr std::string_view kMark = "{}";
  for (std::size_t at = command.find(kMark); at != std::string::npos;
       at = command.find(kMark, at + path.size())) {
    command.replace(at, kMark.size(), path);
  }
  return command;
}

void require_local(const Path& name) {
  const bool climbs = std::ranges::find(name, Path("..")) != name.end();
  if (!name.empty() && name.is_relative() && !climbs && name.has_filename()) return;
  throw Error(Code::Usage,
              fmt::format("\"{}\" is no name of a file below a folder", name.string()));
}

Path parent_folder(const Environment& environment) {
  for (const Path& folder : {environment.runtime_folder, Path("/dev/shm")}) {
    if (!folder.empty() && lies_in_memory(folder.string())) return folder;
  }
  return environment.temporary_folder;
}

}  // namespace

int run_with_secret_file(const SecretFileRun& run,
                         const SecretText& content,
                         const Context& context) {
  require_local(run.file_name);
  const SignalWatch watch;  // longer than the folder, which must be removed
  const PrivateFolder folder(parent_folder(context.environment));
  const Path file = folder.path() / run.file_name;
  make_private_folder(file.parent_path());
  const std::vector<std::string> words{"/bin/sh", "-c", with_path(run.command, file.string())};
  if (run.fifo) {
    const FifoFeed feed(file.string(), content.expose());
    return run_attached(words, {});
  }
  write_new_private_file(file, content.expose());
  return run_attached(words, {});
}

}  // namespace holdfast::cli
