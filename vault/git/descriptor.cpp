#include "vault/git/descriptor.h"

#include "src/base/file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace holdfast::vault::git {

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

void Descriptor::write(std::string_view bytes, const Path& file) const {
  while (!bytes.empty()) {
    const ssize_t written = ::write(number_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw system_failure("write", file);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void Descriptor::close(const Path& file) {
  if (::close(std::exchange(number_, -1)) != 0) throw system_failure("write", file);
}

Error system_failure(std::string_view doing, const Path& file) {
  return Error(Code::Failed, fmt::format("cannot {}: {}", doing, system_reason(errno)))
      .in_file(file);
}

}  // namespace holdfast::vault::git
