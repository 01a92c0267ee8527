// Plain tar archives in memory (libarchive).
#pragma once

#include "src/base/bytes.h"
#include "src/base/clock.h"
#include "src/base/secret.h"

#include <string>
#include <vector>

namespace holdfast::keystore {

struct ArchiveEntry {
  std::string path;  // relative, '/' between folders
  SecretText content;
};

// A ustar archive of regular files, mode 0600.
[[nodiscard]] SecretText write_tar(const std::vector<ArchiveEntry>& entries, Time modified);

// The regular files of an archive. Throws Integrity when it is damaged, holds anything else, or a
// path that is absolute or leads upwards.
[[nodiscard]] std::vector<ArchiveEntry> read_tar(ByteView tar);

}  // namespace holdfast::keystore
