#include "src/base/lookahead.h"

#include <algorithm>

namespace holdfast {

namespace {

constexpr std::size_t kBlock = std::size_t{16} << 10U;

}  // namespace

std::size_t Lookahead::read(std::span<std::uint8_t> into) {
  if (ready_.empty()) return read_on(into);
  const std::size_t size = std::min(into.size(), ready_.size());
  std::ranges::copy(ready_.first(size), into.begin());
  skip(size);
  return size;
}

// A terminal goes on after its end, so the end is asked for once.
std::size_t Lookahead::read_on(std::span<std::uint8_t> into) {
  if (from_ == nullptr) return 0;
  const std::size_t got = from_->read(into);
  if (got == 0) from_ = nullptr;
  return got;
}

void Lookahead::fetch(std::size_t size) {
  if (from_ == nullptr) return;
  if (ready_.data() != buffer_.data()) std::ranges::copy(ready_, buffer_.begin());
  std::size_t filled = ready_.size();
  if (buffer_.size() < size) buffer_.resize(std::max(kBlock, 2 * size));
  ready_ = std::span(buffer_).first(filled);
  while (filled < size) {
    const std::size_t got = read_on(std::span(buffer_).subspan(filled));
    if (got == 0) break;
    filled += got;
    ready_ = std::span(buffer_).first(filled);
  }
}

}  // namespace holdfast
