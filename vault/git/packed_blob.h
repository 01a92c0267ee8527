// A Git object as a pack holds it: named, deflated, ready to be appended.
#pragma once

#include "src/base/bytes.h"
#include "vault/git/object_id.h"

#include <cstdint>
#include <string_view>

namespace holdfast::vault::git {

// The kinds of object that a commit needs, numbered as in a pack (gitformat-pack, "Object types").
enum class ObjectKind : std::uint8_t { Commit = 1, Tree = 2, Blob = 3 };

struct PackedBlob {
  ObjectId id;
  std::uint32_t crc = 0;  // CRC-32 of `bytes`, for the pack's index
  Bytes bytes;            // the entry's header and the deflated content
};

// The name that Git gives to an object.
[[nodiscard]] ObjectId object_name(ObjectKind kind, std::string_view content);

// Names and deflates an object. Safe to call from any thread.
[[nodiscard]] PackedBlob pack_object(ObjectKind kind, std::string_view content);
[[nodiscard]] PackedBlob pack_blob(std::string_view content);

}  // namespace holdfast::vault::git
