// The header of an age file: stanzas and their MAC (age v1, "Header").
#pragma once

#include "crypto/age/stanza.h"
#include "crypto/primitives/hash.h"
#include "src/base/bytes.h"
#include "src/base/lookahead.h"

#include <span>
#include <string>
#include <vector>

namespace holdfast::age {

// Limits of age 1.3; a hostile file must not choose our memory.
inline constexpr std::size_t kMaxHeader = std::size_t{2} << 20U;
inline constexpr std::size_t kMaxStanzas = 1024;
inline constexpr std::size_t kMaxArguments = 128;

struct Header {
  std::vector<Stanza> stanzas;
  Sha256Digest mac{};
  std::size_t mac_input_size = 0;  // of the file's first bytes, those that the MAC covers
  std::size_t size = 0;            // where the payload starts
};

// Reads the header that `file` starts with. Throws Integrity unless it is exactly as the
// specification writes it; the MAC is not looked at.
[[nodiscard]] Header parse_header(ByteView file);
// The same without reading it: in.peek(header.size) still has it whole.
[[nodiscard]] Header parse_header(Lookahead& in);

// The header for these stanzas, from the version line to the line feed after the MAC.
[[nodiscard]] std::string print_header(std::span<const Stanza> stanzas, const FileKey& file_key);

// Throws Integrity unless the MAC of `file`'s header holds under the file key.
void check_header_mac(const Header& header, ByteView file, const FileKey& file_key);

}  // namespace holdfast::age
