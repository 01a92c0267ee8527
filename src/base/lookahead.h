// A source whose coming bytes can be looked at before they are read.
#pragma once

#include "src/base/io.h"

namespace holdfast {

class Lookahead final : public Source {
 public:
  // Bytes in memory, which must outlive this; nothing is copied.
  explicit Lookahead(ByteView all) noexcept : ready_(all) {}
  // `from` must outlive this, and is read in blocks: what this has not given yet is lost to others.
  explicit Lookahead(Source& from) noexcept : from_(&from) {}

  // The bytes to come, as many as are at hand, and at least `size` unless the end comes before.
  // Valid until the next peek() or read().
  [[nodiscard]] ByteView peek(std::size_t size) {
    if (ready_.size() < size) fetch(size);
    return ready_;
  }
  // Passes over bytes that peek() has shown.
  void skip(std::size_t size) { ready_ = ready_.subspan(size); }

  [[nodiscard]] std::size_t read(std::span<std::uint8_t> into) override;

 private:
  void fetch(std::size_t size);
  std::size_t read_on(std::span<std::uint8_t> into);

  Source* from_ = nullptr;  // null when it has ended
  Bytes buffer_;
  ByteView ready_;  // of buffer_, or of the bytes in memory
};

}  // namespace holdfast
