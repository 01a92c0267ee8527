// Secrets in memory: locked and guarded keys, wiped texts. Move-only; a copy is spelled clone();
// expose() is the only way to read one, so that `grep expose` is the audit.
#pragma once

#include "src/base/bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <span>
#include <string_view>
#include <vector>

namespace holdfast {

// Overwrites with zeros in a way that the compiler keeps.
void wipe(std::span<std::uint8_t> bytes) noexcept;
void wipe(void* data, std::size_t size) noexcept;

// A run of secret bytes of any length in locked memory that is zeroed when given back. Up to 64
// bytes share guarded slabs (a guarded allocation of its own costs several system calls); longer
// ones have guarded pages of their own. Locking is best effort: the system's limit on locked
// memory (ulimit -l) may be low. Throws std::bad_alloc.
class SecretBytes {
 public:
  SecretBytes() noexcept = default;
  explicit SecretBytes(std::size_t size);  // zero-filled
  explicit SecretBytes(ByteView copied);
  SecretBytes(const SecretBytes&) = delete;  // a copy of a secret must be visible: clone()
  SecretBytes& operator=(const SecretBytes&) = delete;
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  ~SecretBytes();

  [[nodiscard]] SecretBytes clone() const;
  [[nodiscard]] ByteView expose() const noexcept { return {data_, size_}; }
  // The bytes, to be filled in place.
  [[nodiscard]] std::span<std::uint8_t> fill() noexcept { return {data_, size_}; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

// A secret of N bytes with one C++ type per role, so that a file key cannot be passed where a data
// key is due.
template <std::size_t N, class Role>
class SecretKey {
 public:
  static constexpr std::size_t kSize = N;

  SecretKey() : bytes_(N) {}
  explicit SecretKey(std::span<const std::uint8_t, N> copied) : bytes_(ByteView(copied)) {}

  [[nodiscard]] SecretKey clone() const { return SecretKey(expose()); }
  [[nodiscard]] std::span<const std::uint8_t, N> expose() const noexcept {
    return bytes_.expose().template first<N>();
  }
  [[nodiscard]] std::span<std::uint8_t, N> fill() noexcept {
    return bytes_.fill().template first<N>();
  }

 private:
  SecretBytes bytes_;
};

// Zeroes memory before it goes back to the heap.
template <class T>
struct WipingAllocator {
  using value_type = T;

  WipingAllocator() noexcept = default;
  template <class U>
  explicit WipingAllocator(const WipingAllocator<U>& /*other*/) noexcept {}

  [[nodiscard]] T* allocate(std::size_t count) {
    if (count > std::numeric_limits<std::size_t>::max() / sizeof(T))
      throw std::bad_array_new_length();
    return static_cast<T*>(::operator new(count * sizeof(T)));
  }
  void deallocate(T* data, std::size_t count) noexcept {
    wipe(data, count * sizeof(T));
    ::operator delete(data);
  }
  friend bool operator==(const WipingAllocator& /*one*/, const WipingAllocator& /*other*/) {
    return true;
  }
};

// Secret text: the values and plaintexts of documents, of which there may be thousands. Wiped when
// freed, but not locked. Over a vector, since a short std::string lies inside itself, where no
// allocator wipes.
class SecretText {
 public:
  SecretText() noexcept = default;
  explicit SecretText(std::string_view copied) : text_(copied.begin(), copied.end()) {}
  explicit SecretText(ByteView copied) : SecretText(as_text(copied)) {}
  SecretText(const SecretText&) = delete;  // a copy of a secret must be visible: clone()
  SecretText& operator=(const SecretText&) = delete;
  SecretText(SecretText&&) noexcept = default;
  SecretText& operator=(SecretText&&) noexcept = default;
  ~SecretText() = default;

  [[nodiscard]] SecretText clone() const { return SecretText(expose()); }
  [[nodiscard]] std::string_view expose() const noexcept { return {text_.data(), text_.size()}; }
  [[nodiscard]] ByteView expose_bytes() const noexcept { return as_bytes(expose()); }
  void append(std::string_view more) { text_.insert(text_.end(), more.begin(), more.end()); }
  void append(char more) { text_.push_back(more); }
  void reserve(std::size_t size) { text_.reserve(size); }
  void resize(std::size_t size) { text_.resize(size); }
  // The characters, to be filled in place.
  [[nodiscard]] std::span<char> fill() noexcept { return text_; }
  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

 private:
  std::vector<char, WipingAllocator<char>> text_;
};

}  // namespace holdfast
