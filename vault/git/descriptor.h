// An open file descriptor, closed with its owner.
#pragma once

#include "src/base/error.h"

#include <string_view>

namespace holdfast::vault::git {

class Descriptor {
 public:
  Descriptor() noexcept = default;
  explicit Descriptor(int number) noexcept : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  [[nodiscard]] bool is_open() const noexcept { return number_ >= 0; }
  [[nodiscard]] int number() const noexcept { return number_; }

  // Writes all of `bytes`; `file` is for the error text. Throws Failed with the system's reason.
  void write(std::string_view bytes, const Path& file) const;
  // Closes now. Throws Failed where the system reports a write that was lost.
  void close(const Path& file);

 private:
  int number_ = -1;
};

// The Error for the system's last failure: "cannot DOING: REASON", in `file`.
[[nodiscard]] Error system_failure(std::string_view doing, const Path& file);

}  // namespace holdfast::vault::git
