#define ZLIB_CONST  // the input of deflate() is const

#include "vault/git/packed_blob.h"

#include "crypto/primitives/sha1.h"
#include "src/base/error.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <memory>

namespace holdfast::vault::git {

namespace {

constexpr std::size_t kMaxObject = std::size_t{1} << 30U;  // far below what zlib counts in 32 bits
constexpr int kFastest = 1;  // ciphertext in base64 gains nothing from more effort

std::string_view name_of(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::Commit:
      return "commit";
    case ObjectKind::Tree:
      return "tree";
    case ObjectKind::Blob:
      return "blob";
  }
  return "";
}

// gitformat-pack: 3 bits of kind and 4 of the size, then 7 bits of the size a byte, lowest first.
Bytes entry_header(ObjectKind kind, std::size_t size) {
  Bytes header;
  auto byte = (static_cast<std::size_t>(kind) << 4U) | (size & 0x0fU);
  for (size >>= 4U; size > 0; size >>= 7U) {
    header.push_back(static_cast<std::uint8_t>(byte | 0x80U));
    byte = size & 0x7fU;
  }
  header.push_back(static_cast<std::uint8_t>(byte));
  return header;
}

struct EndDeflate {
  void operator()(z_stream* stream) const noexcept { deflateEnd(stream); }
};

// A window no larger than the content: to allocate and clear zlib's usual 256 KiB for each small
// file costs three times as much as to compress it.
int window_bits(std::size_t size) {
  return std::clamp(static_cast<int>(std::bit_width(size)), 12, MAX_WBITS);
}

void append_deflated(Bytes& out, std::string_view content) {
  z_stream stream{};
  const int window = window_bits(content.size());
  const int result =
      deflateInit2(&stream, kFastest, Z_DEFLATED, window, window - 7, Z_DEFAULT_STRATEGY);
  if (result != Z_OK) throw Error(Code::Failed, "zlib does not start");
  const std::unique_ptr<z_stream, EndDeflate> end(&stream);
  const std::size_t before = out.size();
  out.resize(before + deflateBound(&stream, content.size()));
  const ByteView input = as_bytes(content);
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = &out[before];
  stream.avail_out = static_cast<uInt>(out.size() - before);
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw Error(Code::Failed, "zlib does not end");
  out.resize(before + stream.total_out);
}

}  // namespace

ObjectId object_name(ObjectKind kind, std::string_view content) {
  Sha1 hash;
  hash.update(as_bytes(fmt::format("{} {}{}", name_of(kind), content.size(), '\0')));
  hash.update(as_bytes(content));
  return {hash.digest()};
}

PackedBlob pack_object(ObjectKind kind, std::string_view content) {
  if (content.size() > kMaxObject) throw Error(Code::Failed, "too large for a pack of ours");
  PackedBlob object;
  object.id = object_name(kind, content);
  object.bytes = entry_header(kind, content.size());
  append_deflated(object.bytes, content);
  object.crc = static_cast<std::uint32_t>(crc32_z(0, object.bytes.data(), object.bytes.size()));
  return object;
}

PackedBlob pack_blob(std::string_view content) { return pack_object(ObjectKind::Blob, content); }

}  // namespace holdfast::vault::git
