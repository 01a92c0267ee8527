// Reading and replacing files: whole, or not at all.
#pragma once

#include "src/base/bytes.h"
#include "src/base/error.h"
#include "src/base/secret.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace holdfast {

// The largest document that holdfast opens: what 64 MiB of plaintext may become once encrypted.
inline constexpr std::size_t kMaxDocument = std::size_t{256} << 20U;

// Reads a whole regular file (or a pipe such as /dev/stdin). Throws Failed with the system's
// reason, or when it has more than `limit` bytes.
[[nodiscard]] std::string read_file(const Path& file, std::size_t limit = kMaxDocument);
// The same into memory that is wiped when freed.
[[nodiscard]] SecretText read_secret_file(const Path& file, std::size_t limit = kMaxDocument);
// The same from an open descriptor; `name` is for error texts. Does not close it.
[[nodiscard]] SecretText read_descriptor(int descriptor, const Path& name, std::size_t limit);

// Makes the folder and its parents with mode 0700. Throws Failed.
void make_private_folder(const Path& folder);

// Flushes a folder's entries to disk, so that a rename in it survives a crash. Throws Failed.
void sync_folder(const Path& folder);

// A new version of one file, written beside it and moved over it by commit(); discarded otherwise.
// After commit() the file is on disk, whole, with the given mode; a symbolic link is followed, so
// that the link stays and its target is replaced.
class AtomicFile {
 public:
  // Throws Failed when no file can be made in the target's folder.
  AtomicFile(const Path& target, std::filesystem::perms mode);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  AtomicFile(AtomicFile&&) = delete;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();

  // Throws Failed with the system's reason (a full disk, say); the target is as it was.
  void write(ByteView bytes);
  void commit();

 private:
  Path target_;
  Path temporary_;
  int descriptor_ = -1;
};

// Writes `content` to `file` through an AtomicFile.
void write_file(const Path& file, std::string_view content, std::filesystem::perms mode);
// Writes `content` into what is there and is no regular file: a pipe, a terminal. Throws Failed.
void write_into(const Path& file, std::string_view content);
// Writes `content` to a file that must not exist yet, with mode 0600 or less; the same guarantees.
void write_new_private_file(const Path& file, std::string_view content);

inline constexpr std::filesystem::perms kPrivate =
    std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;  // 0600
inline constexpr std::filesystem::perms kPublic =
    kPrivate | std::filesystem::perms::group_read | std::filesystem::perms::others_read;  // 0644

// The permission bits of an existing file, or `otherwise`.
[[nodiscard]] std::filesystem::perms mode_of(const Path& file, std::filesystem::perms otherwise);

// An advisory lock on a file, held while the object lives; other processes wait or fail.
class FileLock {
 public:
  // Makes `file` (mode 0600) if need be and locks it. Throws Locked at once when another process
  // holds it, saying who (the file holds the holder's process id).
  explicit FileLock(const Path& file);
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  int descriptor_ = -1;
};

// The system's text for an errno value.
[[nodiscard]] std::string system_reason(int error_number);

}  // namespace holdfast
