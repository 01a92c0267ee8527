#include "cli/compat/age_files.h"

#include "cli/compat/age_news.h"
#include "src/base/error.h"
#include "src/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace holdfast::cli {

namespace {

constexpr std::size_t kMaxHeld = std::size_t{64} << 20U;
constexpr mode_t kNewFile = 0666;  // less the umask, as for any result

// The system's text as age has it, in lower case.
std::string reason(int number) {
  std::string text = system_reason(number);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] |= 0x20;
  return text;
}

int open_for_reading(const std::string& name) {
  const int descriptor = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw Error(Code::Failed, reason(errno));
  return descriptor;
}

bool is_control(std::uint8_t byte) {
  return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f;
}

// U+0080 to U+009F, in well-formed UTF-8.
bool has_upper_controls(ByteView text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == 0xc2 && text[i + 1] < 0xa0) return true;
  }
  return false;
}

}  // namespace

int StandardInput::take() {
  if (std::exchange(taken_, true)) {
    throw Error(Code::Failed, "standard input is used for multiple purposes");
  }
  return STDIN_FILENO;
}

bool is_standard_stream(std::string_view name) { return name.empty() || name == "-"; }

InputFile::InputFile(const std::string& name, StandardInput& standard_input)
    : descriptor_(is_standard_stream(name) ? standard_input.take() : open_for_reading(name)),
      own_(!is_standard_stream(name)),
      source_(descriptor_, own_ ? name : "standard input") {}

InputFile open_input(const std::string& name, StandardInput& standard_input) {
  try {
    return {name, standard_input};
  } catch (const Error& error) {
    throw with_context(fmt::format("failed to open input file {}", in_quotes(name)), error);
  }
}

InputFile::~InputFile() {
  if (own_) ::close(descriptor_);
}

std::size_t InputFile::read(std::span<std::uint8_t> into) { return source_.read(into); }

bool InputFile::is_terminal() const { return ::isatty(descriptor_) == 1; }

SecretText InputFile::read_all(std::size_t limit) const {
  return read_descriptor(descriptor_, own_ ? "" : "standard input", limit);
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0 && !is_standard_stream(name_)) ::close(descriptor_);
}

int OutputFile::open() {
  if (is_standard_stream(name_)) return STDOUT_FILENO;
  const int descriptor = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kNewFile);
  if (descriptor >= 0) return descriptor;
  throw Error(Code::Failed,
              fmt::format("failed to open output file {}: {}", in_quotes(name_), reason(errno)));
}

void OutputFile::write(ByteView bytes) {
  if (descriptor_ < 0) descriptor_ = open();
  DescriptorSink(descriptor_, is_standard_stream(name_) ? "standard output" : name_).write(bytes);
}

void OutputFile::close() {
  const int descriptor = std::exchange(descriptor_, -1);
  if (descriptor < 0 || is_standard_stream(name_) || ::close(descriptor) == 0) return;
  throw Error(Code::Failed,
              fmt::format("failed to close output file {}: {}", in_quotes(name_), reason(errno)));
}

void HeldOutput::write(ByteView bytes) {
  if (held_.size() + bytes.size() > kMaxHeld) {
    throw Error(Code::Failed, "refusing to output more than 64 MiB to the terminal")
        .hint("force anyway with \"-o -\"");
  }
  held_.append(as_text(bytes));
}

void HeldOutput::release() { to_.write(held_.expose_bytes()); }

bool is_printable(std::string_view text) {
  const ByteView bytes = as_bytes(text);
  return is_utf8(bytes) && std::ranges::none_of(bytes, is_control) && !has_upper_controls(bytes);
}

bool same_file(const std::string& one, const std::string& other) {
  struct stat first {};
  struct stat second {};
  if (::stat(one.c_str(), &first) != 0 || ::stat(other.c_str(), &second) != 0) return false;
  return first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

}  // namespace holdfast::cli
