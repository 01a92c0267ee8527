#include "cli/edit_text.h"

#include "src/base/attached_program.h"
#include "src/base/error.h"
#include "src/base/file.h"
#include "src/base/private_folder.h"
#include "src/base/process.h"
#include "vault/keyring/split_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

namespace holdfast::cli {

namespace {

std::optional<Path> on_path(const std::string& program, std::string_view search_path) {
  while (!search_path.empty()) {
    const std::size_t end = std::min(search_path.find(':'), search_path.size());
    const Path candidate = Path(search_path.substr(0, end)) / program;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(candidate, ignored)) return candidate;
    search_path.remove_prefix(std::min(end + 1, search_path.size()));
  }
  return std::nullopt;
}

// What an editor must be told so that no copy of the text stays behind.
std::vector<std::string> discretion(const std::string& program, std::string_view search_path) {
  std::error_code ignored;
  Path real = program;
  if (const auto found = on_path(program, search_path)) {
    real = std::filesystem::canonical(*found, ignored);  // vi is vim on many systems
  }
  const std::string name = real.filename().string();
  if (name.starts_with("vim") || name.starts_with("nvim")) {
    return {"-n", "-i", "NONE", "-c", "set nobackup nowritebackup noundofile"};
  }
  if (name.starts_with("nano")) return {"--ignorercfiles"};  // where backups and history are set
  return {};
}

std::string first_editor(const Environment& environment) {
  for (const char* const program : {"vim", "nano", "vi"}) {
    if (on_path(program, environment.search_path)) return program;
  }
  throw Error(Code::Failed, "there is no editor").hint("set EDITOR, or install vim or nano");
}

Path folder_for(const EditJob& job, const Environment& environment) {
  const std::array<Path, 2> in_memory{environment.runtime_folder, "/dev/shm"};
  for (const Path& folder : in_memory) {
    if (!folder.empty() && lies_in_memory(folder.string())) return folder;
  }
  if (job.on_disk) return environment.temporary_folder;
  throw Error(Code::Refused, "there is no folder in memory to put the plaintext into")
      .hint("--edit-on-disk takes one on the disk, where traces of the plaintext may remain");
}

class Session {
 public:
  Session(const EditJob& job, const Context& context)
      : words_(editor_words(context.environment)),
        folder_(folder_for(job, context.environment)),
        file_(folder_.path() / Path(job.name).filename()) {
    write_new_private_file(file_, job.text.expose());
    words_.push_back(file_.string());
  }

  SecretText run() {
    const int code = run_attached(words_, {});
    if (SignalWatch::caught()) throw Error(Code::Failed, "ended by a signal; nothing was written");
    if (code != 0) {
      throw Error(Code::Failed, fmt::format("{} ended with code {}", words_.front(), code))
          .hint("nothing was written");
    }
    return read_secret_file(file_);
  }

 private:
  std::vector<std::string> words_;
  SignalWatch watch_;  // longer than the folder, which must be removed
  PrivateFolder folder_;
  Path file_;
};

bool go_on(Error& error, Context& context) {
  context.terminal.say(fmt::format("error: {}", error.what()));
  if (!error.advice().empty()) context.terminal.say(fmt::format("hint: {}", error.advice()));
  return context.terminal.ask_yes("open the editor again?").value_or(false);
}

}  // namespace

std::vector<std::string> editor_words(const Environment& environment) {
  std::vector<std::string> words;
  if (environment.editor) words = vault::split_command(*environment.editor);
  if (words.empty()) words.push_back(first_editor(environment));
  const std::vector<std::string> more = discretion(words.front(), environment.search_path);
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

bool edit_text(const EditJob& job,
               Context& context,
               const std::function<void(SecretText)>& accept) {
  Session session(job, context);
  while (true) {
    SecretText text = session.run();
    if (equal_constant_time(text.expose_bytes(), job.text.expose_bytes())) return false;
    try {
      accept(std::move(text));
      return true;
    } catch (Error& error) {
      if (!go_on(error, context)) throw;
    }
  }
}

}  // namespace holdfast::cli
