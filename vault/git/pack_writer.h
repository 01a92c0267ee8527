// One pack with its index (gitformat-pack, versions 2), written as objects come.
#pragma once

#include "crypto/primitives/sha1.h"
#include "vault/git/descriptor.h"
#include "vault/git/packed_blob.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace holdfast::vault::git {

// What the pack's index says of an object.
struct PackEntry {
  ObjectId id;
  std::uint32_t crc = 0;
  std::uint64_t offset = 0;
};

// The bytes of a pack's index. `pack_checksum` is the pack's last 20 bytes.
[[nodiscard]] std::string print_pack_index(std::vector<PackEntry> entries,
                                           const Sha1Digest& pack_checksum);

// Memory follows the number of objects, not their size.
class PackWriter {
 public:
  // Writes to `scratch` and `scratch`.idx, which must lie on the disk of `pack_folder` and are
  // overwritten. Throws Failed.
  PackWriter(Path scratch, Path pack_folder);
  PackWriter(const PackWriter&) = delete;
  PackWriter& operator=(const PackWriter&) = delete;
  PackWriter(PackWriter&&) = delete;
  PackWriter& operator=(PackWriter&&) = delete;
  ~PackWriter();  // removes the scratch files

  // Appends an object, once.
  void add(const PackedBlob& object);
  ObjectId add(ObjectKind kind, std::string_view content);

  // Completes pack and index, flushes them to disk and moves them into the pack folder; call once.
  void finish();
  // Removes the finished pack again: nothing may refer to its objects.
  void discard() noexcept;

 private:
  void flush();
  [[nodiscard]] Sha1Digest checksum() const;
  static void place(const Path& scratch, const Path& target);

  struct HashId {
    std::size_t operator()(const ObjectId& id) const noexcept;
  };

  Path scratch_;
  Path pack_folder_;
  Path pack_;   // once finished
  Path index_;  // once finished
  Descriptor file_;
  std::string buffer_;
  std::uint64_t size_ = 0;
  std::vector<PackEntry> entries_;
  std::unordered_set<ObjectId, HashId> known_;
};

}  // namespace holdfast::vault::git
