#include "src/base/secret.h"

#include <sodium.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

namespace holdfast {

namespace {

constexpr std::size_t kSlot = 64;
constexpr std::size_t kSlotsPerSlab = 256;

// Hands out 64-byte slots of guarded slabs. Slabs are never given back: at most as many slots stay
// as there were keys at one moment.
class SlotPool {
 public:
  std::uint8_t* take() {
    const std::lock_guard guard(mutex_);
    if (free_.empty()) grow();
    std::uint8_t* slot = free_.back();
    free_.pop_back();
    return slot;
  }

  void give_back(std::uint8_t* slot) noexcept {
    sodium_memzero(slot, kSlot);
    const std::lock_guard guard(mutex_);
    free_.push_back(slot);  // capacity was reserved by grow(), so this cannot throw
  }

 private:
  void grow() {
    slots_ += kSlotsPerSlab;
    free_.reserve(slots_);
    auto* slab = static_cast<std::uint8_t*>(sodium_malloc(kSlot * kSlotsPerSlab));
    if (slab == nullptr) throw std::bad_alloc();
    sodium_memzero(slab, kSlot * kSlotsPerSlab);
    for (std::size_t i = 0; i < kSlotsPerSlab; ++i) free_.push_back(slab + (i * kSlot));
  }

  std::mutex mutex_;
  std::vector<std::uint8_t*> free_;
  std::size_t slots_ = 0;
};

SlotPool& pool() {
  // sodium_malloc aborts before sodium_init; and the pool must outlive every static secret.
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): guarded by its mutex
  static SlotPool* const kPool = [] {
    if (sodium_init() < 0) throw std::bad_alloc();
    return std::make_unique<SlotPool>().release();
  }();
  return *kPool;
}

std::uint8_t* take(std::size_t size) {
  if (size == 0) return nullptr;
  SlotPool& slots = pool();
  if (size <= kSlot) return slots.take();
  auto* data = static_cast<std::uint8_t*>(sodium_malloc(size));
  if (data == nullptr) throw std::bad_alloc();
  sodium_memzero(data, size);
  return data;
}

void give_back(std::uint8_t* data, std::size_t size) noexcept {
  if (data == nullptr) return;
  if (size <= kSlot) {
    pool().give_back(data);
  } else {
    sodium_free(data);  // zeroes first
  }
}

}  // namespace

void wipe(void* data, std::size_t size) noexcept { sodium_memzero(data, size); }
void wipe(std::span<std::uint8_t> bytes) noexcept { wipe(bytes.data(), bytes.size()); }

SecretBytes::SecretBytes(std::size_t size) : data_(take(size)), size_(size) {}

SecretBytes::SecretBytes(ByteView copied) : SecretBytes(copied.size()) {
  std::ranges::copy(copied, data_);
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

SecretBytes::~SecretBytes() { give_back(data_, size_); }

SecretBytes SecretBytes::clone() const { return SecretBytes(expose()); }

}  // namespace holdfast
