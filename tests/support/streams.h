// Sources and sinks in memory, and some that misbehave.
#pragma once

#include "src/base/io.h"

#include <algorithm>
#include <limits>

namespace holdfast::test {

[[nodiscard]] inline bool equal(ByteView one, ByteView other) {
  return std::ranges::equal(one, other);
}

// Gives bytes in pieces of at most `piece`, and fails instead of ending where it is told to.
class PieceSource final : public Source {
 public:
  explicit PieceSource(ByteView all, std::size_t piece = std::numeric_limits<std::size_t>::max())
      : left_(all), piece_(piece) {}
  void fail_at_end() { failing_ = true; }

  [[nodiscard]] std::size_t read(std::span<std::uint8_t> into) override {
    const std::size_t size = std::min({into.size(), piece_, left_.size()});
    if (size == 0 && failing_) throw Error(Code::Failed, "the source is broken");
    if (size == 0) ++ends_;
    std::ranges::copy(left_.first(size), into.begin());
    left_ = left_.subspan(size);
    return size;
  }
  // How often it was read past its end.
  [[nodiscard]] int ends() const { return ends_; }

 private:
  ByteView left_;
  std::size_t piece_;
  bool failing_ = false;
  int ends_ = 0;
};

// Keeps what is written; fails, as a full disk does, once it holds more than `room`.
class KeepingSink final : public Sink {
 public:
  explicit KeepingSink(std::size_t room = std::numeric_limits<std::size_t>::max()) : room_(room) {}

  void write(ByteView bytes) override {
    ++writes_;
    if (kept_.size() + bytes.size() > room_) throw Error(Code::Failed, "no space left");
    kept_.insert(kept_.end(), bytes.begin(), bytes.end());
  }
  [[nodiscard]] const Bytes& kept() const { return kept_; }
  [[nodiscard]] int writes() const { return writes_; }

 private:
  Bytes kept_;
  std::size_t room_;
  int writes_ = 0;
};

// To the end, in calls for `piece` bytes.
[[nodiscard]] inline Bytes read_all(Source& from, std::size_t piece) {
  Bytes all;
  Bytes part(piece);
  while (const std::size_t got = from.read(part)) {
    all.insert(all.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(got));
  }
  return all;
}

}  // namespace holdfast::test
