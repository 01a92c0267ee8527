// The binary data types of SSH (RFC 4251, section 5): numbers and strings with their length.
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <cstdint>
#include <string_view>

namespace holdfast::ssh {

// Into memory that is wiped, since private keys are written so too.
class WireWriter {
 public:
  WireWriter& raw(ByteView bytes);
  WireWriter& number(std::uint32_t value);
  WireWriter& string(ByteView bytes);
  WireWriter& string(std::string_view text) { return string(as_bytes(text)); }
  // A number of any size (RFC 4251, "mpint"); `magnitude` has no zeros before it.
  WireWriter& mpint(ByteView magnitude);
  [[nodiscard]] ByteView bytes() const { return out_.expose_bytes(); }

 private:
  SecretText out_;
};

// Every read throws Failed when the data ends too early.
class WireReader {
 public:
  explicit WireReader(ByteView data) : rest_(data) {}
  [[nodiscard]] ByteView raw(std::size_t size);
  [[nodiscard]] std::uint32_t number();
  [[nodiscard]] ByteView string();
  // The magnitude of a number of any size, without zeros before it. Throws Failed when negative.
  [[nodiscard]] ByteView mpint();
  [[nodiscard]] ByteView rest() const { return rest_; }
  // Throws Failed unless the next string is this one.
  void expect(std::string_view text);
  // Throws Failed unless all was read.
  void expect_end() const;

 private:
  ByteView rest_;
};

}  // namespace holdfast::ssh
