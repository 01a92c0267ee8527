// Streams of bytes: where they come from and where they go, for content larger than memory.
#pragma once

#include "src/base/bytes.h"
#include "src/base/error.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace holdfast {

// One thread at a time.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  Source(Source&&) = delete;
  Source& operator=(Source&&) = delete;
  virtual ~Source() = default;

  // Fills `into` (never empty) from its start, as far as it can at once, and returns how far; 0
  // only at the end. Throws Failed with the system's reason.
  [[nodiscard]] virtual std::size_t read(std::span<std::uint8_t> into) = 0;
};

// One thread at a time.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  Sink(Sink&&) = delete;
  Sink& operator=(Sink&&) = delete;
  virtual ~Sink() = default;

  // Takes all of `bytes`, which may be empty: whoever makes a file at its first write makes an
  // empty one then. Throws Failed with the system's reason (a full disk, say).
  virtual void write(ByteView bytes) = 0;
};

// An open file, pipe or socket, which it does not close; `name` is for error texts.
class DescriptorSource final : public Source {
 public:
  DescriptorSource(int descriptor, Path name);
  [[nodiscard]] std::size_t read(std::span<std::uint8_t> into) override;

 private:
  int descriptor_;
  Path name_;
};

class DescriptorSink final : public Sink {
 public:
  DescriptorSink(int descriptor, Path name);
  void write(ByteView bytes) override;

 private:
  int descriptor_;
  Path name_;
};

}  // namespace holdfast
