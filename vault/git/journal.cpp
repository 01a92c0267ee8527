#include "vault/git/journal.h"

#include "crypto/encoding/hex.h"
#include "src/base/file.h"

#include <fmt/format.h>

#include <filesystem>

namespace holdfast::vault::git {

namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kLargest = std::size_t{1} << 30U;

// Git's paths are bytes, JSON's texts are UTF-8.
Json print_change(const FileChange& change) {
  Json line = Json::object();
  if (is_utf8(as_bytes(change.path))) {
    line.set("path", change.path);
  } else {
    line.set("path_hex", encode_hex(as_bytes(change.path)));
  }
  line.set("mode", fmt::format("{:o}", change.mode));
  line.set("old", change.old_blob.hex());
  line.set("new", change.new_blob.hex());
  return line;
}

ObjectId parse_id(const Json& text) {
  const std::optional<ObjectId> id = ObjectId::parse(text.text());
  if (!id) throw Error(Code::Failed, "not the id of a Git object");
  return *id;
}

std::string parse_path(const Json& line) {
  const Json* hex = line.find("path_hex");
  if (hex == nullptr) return line.at("path").text();
  const std::optional<Bytes> bytes = decode_hex(hex->text());
  if (!bytes) throw Error(Code::Failed, "a path is not hexadecimal");
  return to_text(*bytes);
}

unsigned parse_mode(const std::string& text) {
  if (text == "100644") return 0100644;
  if (text == "100755") return 0100755;
  throw Error(Code::Failed, "a mode that no regular file has");
}

FileChange parse_change(const Json& line) {
  return {parse_path(line),
          parse_mode(line.at("mode").text()),
          parse_id(line.at("old")),
          parse_id(line.at("new"))};
}

// Cuts the first line off `text`.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) throw Error(Code::Failed, "the journal ends too early");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string Journal::print() const {
  Json head = Json::object();
  head.set("version", kVersion)
      .set("branch", branch)
      .set("old_commit", old_commit.hex())
      .set("new_commit", new_commit.hex())
      .set("run", run)
      .set("changes", changes.size())
      .set("after", after);
  std::string text = head.dump(false) + '\n';
  for (const FileChange& change : changes) text += print_change(change).dump(false) + '\n';
  return text;
}

Journal Journal::parse(std::string_view text) {
  const Json head = Json::parse(take_line(text));
  if (head.at("version").integer() != kVersion) {
    throw Error(Code::Failed, "a journal of another version of holdfast");
  }
  Journal journal;
  journal.branch = head.at("branch").text();
  journal.old_commit = parse_id(head.at("old_commit"));
  journal.new_commit = parse_id(head.at("new_commit"));
  journal.run = head.at("run").text();
  journal.after = head.at("after");
  const std::int64_t count = head.at("changes").integer();
  for (std::int64_t i = 0; i < count; ++i) {
    journal.changes.push_back(parse_change(Json::parse(take_line(text))));
  }
  if (!text.empty()) throw Error(Code::Failed, "the journal goes on after its end");
  return journal;
}

Path holdfast_folder(const Repository& repository) { return repository.git_folder() / "holdfast"; }

Path lock_file(const Repository& repository) { return holdfast_folder(repository) / "lock"; }

Path journal_file(const Repository& repository) {
  return holdfast_folder(repository) / "journal.jsonl";
}

std::optional<Journal> pending_journal(const Repository& repository) {
  const Path file = journal_file(repository);
  std::error_code unreadable;
  if (!std::filesystem::exists(file, unreadable) && !unreadable) return std::nullopt;
  try {
    return Journal::parse(read_file(file, kLargest));
  } catch (Error& error) {
    throw error.in_file(file);
  }
}

void refuse_pending(const Repository& repository) {
  const Path file = journal_file(repository);
  std::error_code unreadable;
  if (!std::filesystem::exists(file, unreadable) && !unreadable) return;
  throw Error(Code::Stopped, "an earlier run stopped midway; do not commit")
      .in_file(file)
      .hint("run the same command with --resume");
}

void remove_leftovers(const Repository& repository) {
  std::vector<Path> leftovers;
  for (const auto& entry : std::filesystem::directory_iterator(holdfast_folder(repository))) {
    const Path& file = entry.path();
    if (file != lock_file(repository) && file != journal_file(repository)) {
      leftovers.push_back(file);
    }
  }
  std::error_code ignored;  // what stays is written over, or in nobody's way
  for (const Path& file : leftovers) std::filesystem::remove(file, ignored);
}

void remove_journal(const Repository& repository) {
  const Path file = journal_file(repository);
  std::error_code failure;
  std::filesystem::remove(file, failure);
  if (failure) {
    throw Error(Code::Failed, "cannot remove the journal: " + failure.message()).in_file(file);
  }
  sync_folder(file.parent_path());
}

}  // namespace holdfast::vault::git
