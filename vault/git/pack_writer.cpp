#include "vault/git/pack_writer.h"

#include "crypto/encoding/hex.h"
#include "src/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <limits>
#include <utility>

namespace holdfast::vault::git {

namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 18U;
constexpr off_t kCountOffset = 8;
constexpr mode_t kReadOnly = S_IRUSR | S_IRGRP | S_IROTH;  // Git never writes to a pack again

template <class Number>
void append_big_endian(std::string& out, Number number) {
  for (std::size_t i = sizeof number; i-- > 0;) {
    out.push_back(static_cast<char>((number >> (8 * i)) & 0xffU));
  }
}

Descriptor make_scratch(const Path& file) {
  ::unlink(file.c_str());  // what a killed run left has a mode that forbids writing
  Descriptor made(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kReadOnly));
  if (!made.is_open()) throw system_failure("write", file);
  return made;
}

void flush_to_disk(const Descriptor& file, const Path& name) {
  if (::fsync(file.number()) != 0) throw system_failure("flush to disk", name);
}

Path index_of(const Path& pack) { return Path(pack).concat(".idx"); }

void append_fanout(std::string& out, const std::vector<PackEntry>& entries) {
  std::array<std::uint32_t, 256> counts{};
  for (const PackEntry& entry : entries) ++counts[entry.id.raw[0]];
  std::uint32_t total = 0;
  for (const std::uint32_t count : counts) append_big_endian(out, total += count);
}

// Offsets of 31 bits, or a reference to the table of large ones that follows.
void append_offsets(std::string& out, const std::vector<PackEntry>& entries) {
  constexpr std::uint32_t kLarge = 0x80000000U;
  std::string large;
  for (const PackEntry& entry : entries) {
    if (entry.offset < kLarge) {
      append_big_endian(out, static_cast<std::uint32_t>(entry.offset));
    } else {
      append_big_endian(out, kLarge | static_cast<std::uint32_t>(large.size() / 8));
      append_big_endian(large, entry.offset);
    }
  }
  out += large;
}

}  // namespace

std::string print_pack_index(std::vector<PackEntry> entries, const Sha1Digest& pack_checksum) {
  std::ranges::sort(entries, {}, &PackEntry::id);
  std::string index("\377tOc\0\0\0\2", 8);
  index.reserve(2048 + 28 * entries.size());
  append_fanout(index, entries);
  for (const PackEntry& entry : entries) index += as_text(entry.id.raw);
  for (const PackEntry& entry : entries) append_big_endian(index, entry.crc);
  append_offsets(index, entries);
  index += as_text(pack_checksum);
  Sha1 hash;
  hash.update(as_bytes(index));
  return index += as_text(hash.digest());
}

std::size_t PackWriter::HashId::operator()(const ObjectId& id) const noexcept {
  std::size_t value = 0;  // an id is a hash already
  std::memcpy(&value, id.raw.data(), sizeof value);
  return value;
}

PackWriter::PackWriter(Path scratch, Path pack_folder)
    : scratch_(std::move(scratch)),
      pack_folder_(std::move(pack_folder)),
      file_(make_scratch(scratch_)),
      buffer_("PACK\0\0\0\2\0\0\0\0", 12) {}

PackWriter::~PackWriter() {
  ::unlink(scratch_.c_str());
  ::unlink(index_of(scratch_).c_str());
}

void PackWriter::flush() {
  file_.write(buffer_, scratch_);
  size_ += buffer_.size();
  buffer_.clear();
}

void PackWriter::add(const PackedBlob& object) {
  if (!known_.insert(object.id).second) return;  // a pack that holds an object twice is malformed
  entries_.push_back({object.id, object.crc, size_ + buffer_.size()});
  buffer_ += as_text(object.bytes);
  if (buffer_.size() >= kBuffer) flush();
}

ObjectId PackWriter::add(ObjectKind kind, std::string_view content) {
  const PackedBlob object = pack_object(kind, content);
  add(object);
  return object.id;
}

// Over the file as written: its first block holds the count, which only the end knows.
Sha1Digest PackWriter::checksum() const {
  Sha1 hash;
  Bytes chunk(kBuffer);
  for (std::uint64_t at = 0; at < size_;) {
    const ssize_t got = ::pread(file_.number(), chunk.data(), chunk.size(), static_cast<off_t>(at));
    if (got <= 0) throw system_failure("read back", scratch_);
    hash.update(ByteView(chunk).first(static_cast<std::size_t>(got)));
    at += static_cast<std::uint64_t>(got);
  }
  return hash.digest();
}

void PackWriter::place(const Path& scratch, const Path& target) {
  if (::rename(scratch.c_str(), target.c_str()) != 0) {
    throw system_failure("move the pack into place", target);
  }
}

void PackWriter::finish() {
  if (entries_.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw Error(Code::Failed, "too many objects for one pack");
  }
  flush();
  std::string count;
  append_big_endian(count, static_cast<std::uint32_t>(entries_.size()));
  if (::pwrite(file_.number(), count.data(), count.size(), kCountOffset) != 4) {
    throw system_failure("write", scratch_);
  }
  const Sha1Digest pack_checksum = checksum();
  file_.write(as_text(pack_checksum), scratch_);
  flush_to_disk(file_, scratch_);
  file_.close(scratch_);

  Descriptor index = make_scratch(index_of(scratch_));
  index.write(print_pack_index(std::move(entries_), pack_checksum), index_of(scratch_));
  flush_to_disk(index, index_of(scratch_));
  index.close(index_of(scratch_));

  // Git looks for the index, so that it comes last.
  const std::string name = "pack-" + encode_hex(pack_checksum);
  pack_ = pack_folder_ / (name + ".pack");
  index_ = pack_folder_ / (name + ".idx");
  place(scratch_, pack_);
  place(index_of(scratch_), index_);
  sync_folder(pack_folder_);
}

void PackWriter::discard() noexcept {
  if (!index_.empty()) ::unlink(index_.c_str());
  if (!pack_.empty()) ::unlink(pack_.c_str());
}

}  // namespace holdfast::vault::git
