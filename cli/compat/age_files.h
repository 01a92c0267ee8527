// The files that age's programs read and write, standard streams among them.
#pragma once

#include "src/base/io.h"
#include "src/base/secret.h"

#include <string>
#include <string_view>
#include <utility>

namespace holdfast::cli {

// Standard input, which can serve one purpose only: input, identities, recipients or passphrase.
class StandardInput {
 public:
  // Its descriptor. Throws Failed the second time.
  [[nodiscard]] int take();

 private:
  bool taken_ = false;
};

// A file opened for reading; "" and "-" are standard input.
class InputFile final : public Source {
 public:
  // Throws Failed with the system's reason, which does not name the file.
  InputFile(const std::string& name, StandardInput& standard_input);
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  InputFile(InputFile&&) = delete;
  InputFile& operator=(InputFile&&) = delete;
  ~InputFile() override;

  [[nodiscard]] std::size_t read(std::span<std::uint8_t> into) override;
  // All that is left. Throws Failed when that is more than `limit` bytes.
  [[nodiscard]] SecretText read_all(std::size_t limit) const;
  [[nodiscard]] bool is_terminal() const;

 private:
  int descriptor_;
  bool own_;
  DescriptorSource source_;
};

// The same with an error text that names it.
[[nodiscard]] InputFile open_input(const std::string& name, StandardInput& standard_input);

// Where the result goes: a file that is made, or emptied, when the first byte is due, so that what
// fails before leaves nothing. "" and "-" are standard output.
class OutputFile final : public Sink {
 public:
  explicit OutputFile(std::string name) : name_(std::move(name)) {}
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  OutputFile(OutputFile&&) = delete;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile() override;

  void write(ByteView bytes) override;
  // Closes it. Throws Failed where the system says only then that it could not write.
  void close();

 private:
  [[nodiscard]] int open();

  std::string name_;
  int descriptor_ = -1;
};

// Keeps what is for a terminal until all of it is there, so that it does not mix with what is
// typed.
class HeldOutput final : public Sink {
 public:
  explicit HeldOutput(Sink& to) : to_(to) {}
  // Throws Failed for more than a terminal can be meant to show.
  void write(ByteView bytes) override;
  [[nodiscard]] const SecretText& held() const { return held_; }
  void release();

 private:
  Sink& to_;
  SecretText held_;
};

// Whether a terminal shows it as it is: UTF-8 without control characters other than tabs and line
// ends.
[[nodiscard]] bool is_printable(std::string_view text);

// True if both names lead to one existing file.
[[nodiscard]] bool same_file(const std::string& one, const std::string& other);

[[nodiscard]] bool is_standard_stream(std::string_view name);

}  // namespace holdfast::cli
