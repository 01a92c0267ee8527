#include "keystore/backup/archive.h"

#include "src/base/error.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string_view>

namespace holdfast::keystore {

namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kEndMarker = 2 * kBlock;  // two blocks of zeros (POSIX, ustar)

struct WriterDeleter {
  void operator()(archive* handle) const noexcept { archive_write_free(handle); }
};
struct ReaderDeleter {
  void operator()(archive* handle) const noexcept { archive_read_free(handle); }
};
struct EntryDeleter {
  void operator()(archive_entry* handle) const noexcept { archive_entry_free(handle); }
};
using Writer = std::unique_ptr<archive, WriterDeleter>;
using Reader = std::unique_ptr<archive, ReaderDeleter>;
using Entry = std::unique_ptr<archive_entry, EntryDeleter>;

std::string_view reason(archive* handle) {
  const char* text = archive_error_string(handle);
  return text == nullptr ? "unknown reason" : text;
}

void require(int result, archive* handle) {
  if (result == ARCHIVE_OK) return;
  throw Error(Code::Failed, fmt::format("cannot make a tar archive: {}", reason(handle)));
}

Error damaged(std::string_view what) {
  return Error(Code::Integrity, fmt::format("the tar archive is damaged: {}", what));
}

std::size_t whole_blocks(std::size_t size) { return (size + kBlock - 1) / kBlock * kBlock; }

std::size_t archive_size(const std::vector<ArchiveEntry>& entries) {
  std::size_t size = kEndMarker;
  for (const ArchiveEntry& entry : entries) size += kBlock + whole_blocks(entry.content.size());
  return size;
}

void write_entry(archive* writer, const ArchiveEntry& entry, Time modified) {
  const Entry header(archive_entry_new());
  archive_entry_set_pathname(header.get(), entry.path.c_str());
  archive_entry_set_size(header.get(), static_cast<la_int64_t>(entry.content.size()));
  archive_entry_set_filetype(header.get(), AE_IFREG);
  archive_entry_set_perm(header.get(), 0600);
  archive_entry_set_mtime(header.get(), modified.time_since_epoch().count(), 0);
  require(archive_write_header(writer, header.get()), writer);
  const std::string_view content = entry.content.expose();
  const la_ssize_t written = archive_write_data(writer, content.data(), content.size());
  if (written != static_cast<la_ssize_t>(content.size())) require(ARCHIVE_FATAL, writer);
}

// A path that stays below the folder that it is unpacked into.
bool is_safe(std::string_view path) {
  if (path.empty()) return false;
  while (true) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

// libarchive takes an archive that was cut off between two files for a whole one.
void check_end(ByteView tar) {
  const bool whole = tar.size() >= kEndMarker && tar.size() % kBlock == 0 &&
                     std::ranges::all_of(tar.last(kEndMarker), [](auto byte) { return byte == 0; });
  if (!whole) throw damaged("its end is missing");
}

ArchiveEntry read_entry(archive* reader, archive_entry* header, std::size_t limit) {
  const char* path = archive_entry_pathname(header);
  if (path == nullptr || !is_safe(path)) throw damaged("a path is absolute or leads upwards");
  const bool plain =
      archive_entry_filetype(header) == AE_IFREG && archive_entry_hardlink(header) == nullptr;
  if (!plain) throw damaged(fmt::format("{} is no regular file", path));
  const la_int64_t size = archive_entry_size(header);
  // A sparse entry may claim any size; none of ours is larger than its archive.
  if (size < 0 || static_cast<std::size_t>(size) > limit) throw damaged("a size is wrong");
  ArchiveEntry entry{path, {}};
  entry.content.resize(static_cast<std::size_t>(size));
  const la_ssize_t got =
      archive_read_data(reader, entry.content.fill().data(), entry.content.size());
  if (got != static_cast<la_ssize_t>(size)) throw damaged(fmt::format("{} is cut off", path));
  return entry;
}

}  // namespace

SecretText write_tar(const std::vector<ArchiveEntry>& entries, Time modified) {
  SecretText tar;
  tar.resize(archive_size(entries));
  const Writer writer(archive_write_new());
  require(archive_write_set_format_ustar(writer.get()), writer.get());
  // Unbuffered, so that no copy of a secret is left in libarchive's memory.
  require(archive_write_set_bytes_per_block(writer.get(), 0), writer.get());
  std::size_t used = 0;
  require(archive_write_open_memory(writer.get(), tar.fill().data(), tar.size(), &used),
          writer.get());
  for (const ArchiveEntry& entry : entries) write_entry(writer.get(), entry, modified);
  require(archive_write_close(writer.get()), writer.get());
  tar.resize(used);
  return tar;
}

std::vector<ArchiveEntry> read_tar(ByteView tar) {
  check_end(tar);
  const Reader reader(archive_read_new());
  archive_read_support_format_tar(reader.get());
  if (archive_read_open_memory(reader.get(), tar.data(), tar.size()) != ARCHIVE_OK) {
    throw damaged(reason(reader.get()));
  }
  std::vector<ArchiveEntry> entries;
  std::set<std::string> paths;
  while (true) {
    archive_entry* header = nullptr;  // belongs to the reader
    const int result = archive_read_next_header(reader.get(), &header);
    if (result == ARCHIVE_EOF) return entries;
    if (result != ARCHIVE_OK) throw damaged(reason(reader.get()));
    entries.push_back(read_entry(reader.get(), header, tar.size()));
    if (!paths.insert(entries.back().path).second) {
      throw damaged(fmt::format("{} is in it twice", entries.back().path));
    }
  }
}

}  // namespace holdfast::keystore
