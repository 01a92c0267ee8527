#include "crypto/encoding/armor.h"

#include "crypto/encoding/base64.h"
#include "src/base/error.h"

#include <algorithm>

namespace holdfast {

namespace {

constexpr std::string_view kBegin = "-----BEGIN AGE ENCRYPTED FILE-----";
constexpr std::string_view kEnd = "-----END AGE ENCRYPTED FILE-----";
constexpr std::string_view kMark = "-----BEGIN";
constexpr std::string_view kWhiteSpace = " \t\r\n\v\f";
constexpr std::string_view kLineEnd = "\r\n";
constexpr std::size_t kColumns = 64;
constexpr std::size_t kLineBytes = kColumns / 4 * 3;
constexpr std::size_t kMaxWhiteSpace = 1024;

[[noreturn]] void refuse(std::string_view why) {
  throw Error(Code::Integrity, "age armor: " + std::string(why));
}

void append_lines(std::string& text, ByteView bytes) {
  for (; !bytes.empty(); bytes = bytes.subspan(std::min(bytes.size(), kLineBytes))) {
    append_base64(text, bytes.first(std::min(bytes.size(), kLineBytes)));
    text.push_back('\n');
  }
}

void append_line(std::string& text, std::string_view line) { text.append(line).push_back('\n'); }

}  // namespace

std::string encode_armor(ByteView file) {
  std::string text;
  text.reserve((file.size() / kLineBytes + 1) * (kColumns + 1) + kBegin.size() + kEnd.size() + 2);
  append_line(text, kBegin);
  append_lines(text, file);
  append_line(text, kEnd);
  return text;
}

bool looks_armored(std::string_view text) noexcept {
  const std::size_t start = text.find_first_not_of(kWhiteSpace);
  return start <= kMaxWhiteSpace && text.substr(start).starts_with(kMark);
}

bool looks_armored(Lookahead& in) {
  return looks_armored(as_text(in.peek(kMaxWhiteSpace + kMark.size())));
}

Bytes decode_armor(std::string_view text) {
  Lookahead in(as_bytes(text));
  ArmorSource armor(in);
  Bytes file(text.size() / 4 * 3);
  std::size_t size = 0;
  while (const std::size_t got = armor.read(std::span(file).subspan(size))) size += got;
  file.resize(size);
  return file;
}

// One line a time, so that what stands before a damaged line has been given when it is seen.
std::size_t ArmorSource::read(std::span<std::uint8_t> into) {
  if (left_.empty()) {
    if (into.size() >= kLineBytes) return decode_line(into);
    left_ = std::span(line_).first(decode_line(line_));
  }
  const std::size_t size = std::min(into.size(), left_.size());
  std::ranges::copy(left_.first(size), into.begin());
  left_ = left_.subspan(size);
  return size;
}

std::size_t ArmorSource::decode_line(std::span<std::uint8_t> into) {
  if (next_ == Next::Nothing) return 0;
  if (next_ == Next::Begin) take_begin_line();
  const std::string_view line = take_line();
  if (line == kEnd) {
    check_rest();
    return 0;
  }
  if (next_ == Next::End || line.empty() || line.size() > kColumns) {
    refuse("a line has the wrong length");
  }
  if (line.size() < kColumns || line.ends_with('=')) next_ = Next::End;
  const auto size = decode_base64_into(line, into);
  if (!size) refuse("the base64 is damaged");
  return *size;
}

// The next line without its LF or CR LF; of one that is too long, as much as shows that.
std::string_view ArmorSource::take_line() {
  constexpr std::size_t kLongest = kColumns + kLineEnd.size();
  std::string_view line = as_text(text_.peek(kLongest));
  if (line.empty()) refuse("the text ends too early");
  line = line.substr(0, kLongest);
  const std::size_t end = line.find('\n');
  text_.skip(std::min(end, line.size() - 1) + 1);
  line = line.substr(0, end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

void ArmorSource::take_begin_line() {
  const std::string_view start = as_text(text_.peek(kMaxWhiteSpace + kLineEnd.size()));
  const std::size_t first = std::min(start.find_first_not_of(kWhiteSpace), start.size());
  const std::size_t line = start.substr(0, first).rfind('\n') + 1;  // 0 where there is no such LF
  if (line > kMaxWhiteSpace) refuse("too much white space before the first line");
  text_.skip(line);
  if (take_line() != kBegin) refuse("the first line is not the one that begins an age file");
  next_ = Next::Line;
}

void ArmorSource::check_rest() {
  const std::string_view rest = as_text(text_.peek(kMaxWhiteSpace));
  if (rest.size() >= kMaxWhiteSpace) refuse("too much follows the last line");
  if (rest.find_first_not_of(kWhiteSpace) != std::string_view::npos) {
    refuse("something follows the last line");
  }
  next_ = Next::Nothing;
}

void ArmorSink::append(ByteView bytes) {
  if (!begun_) append_line(text_, kBegin);
  begun_ = true;
  if (!pending_.empty()) {
    const ByteView missing = bytes.first(std::min(bytes.size(), kLineBytes - pending_.size()));
    pending_.insert(pending_.end(), missing.begin(), missing.end());
    bytes = bytes.subspan(missing.size());
    if (pending_.size() < kLineBytes) return;
    append_lines(text_, pending_);
  }
  const ByteView whole = bytes.first(bytes.size() / kLineBytes * kLineBytes);
  append_lines(text_, whole);
  pending_.assign(bytes.begin() + static_cast<std::ptrdiff_t>(whole.size()), bytes.end());
}

void ArmorSink::write(ByteView bytes) {
  text_.clear();
  append(bytes);
  out_.write(as_bytes(text_));
}

void ArmorSink::finish() {
  text_.clear();
  append({});
  append_lines(text_, pending_);
  append_line(text_, kEnd);
  out_.write(as_bytes(text_));
}

}  // namespace holdfast
