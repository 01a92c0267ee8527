// The ASCII armor of age files (age v1, "ASCII armor"): strict PEM with 64 columns.
#pragma once

#include "src/base/bytes.h"
#include "src/base/io.h"
#include "src/base/lookahead.h"

#include <array>
#include <string>
#include <string_view>

namespace holdfast {

// "-----BEGIN AGE ENCRYPTED FILE-----" to the line feed after END.
[[nodiscard]] std::string encode_armor(ByteView file);

// True if the text starts like an armored file, after as much white space as may stand there;
// decode_armor may still refuse.
[[nodiscard]] bool looks_armored(std::string_view text) noexcept;
// The same of what is to come, without reading it.
[[nodiscard]] bool looks_armored(Lookahead& in);

// What the armor holds. Lines end with LF or CR LF; up to 1 KiB of blank lines may stand before
// it, and less than 1 KiB of white space after it. Throws Integrity for anything else.
[[nodiscard]] Bytes decode_armor(std::string_view text);

// The same as a source, line by line: throws when it comes to what is wrong. The end comes only
// after all has been checked.
class ArmorSource final : public Source {
 public:
  // `text` must outlive this.
  explicit ArmorSource(Lookahead& text) : text_(text) {}
  [[nodiscard]] std::size_t read(std::span<std::uint8_t> into) override;

 private:
  static constexpr std::size_t kLineBytes = 48;

  std::size_t decode_line(std::span<std::uint8_t> into);
  std::string_view take_line();
  void take_begin_line();
  void check_rest();

  Lookahead& text_;
  enum class Next { Begin, Line, End, Nothing } next_ = Next::Begin;
  std::array<std::uint8_t, kLineBytes> line_{};
  ByteView left_;  // of line_, for a reader with less room than a line takes
};

// Writes the armor of what is written to it.
class ArmorSink final : public Sink {
 public:
  // `out` must outlive this.
  explicit ArmorSink(Sink& out) : out_(out) {}
  void write(ByteView bytes) override;
  // Writes the last lines; without it the armor is not whole.
  void finish();

 private:
  void append(ByteView bytes);

  Sink& out_;
  Bytes pending_;  // less than a line
  std::string text_;
  bool begun_ = false;
};

}  // namespace holdfast
