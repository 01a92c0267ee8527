#include "cli/compat/age_commands.h"
#include "cli/compat/age_files.h"
#include "cli/compat/age_flags.h"
#include "cli/compat/age_help.h"
#include "crypto/age/header.h"
#include "crypto/age/payload_chunks.h"
#include "crypto/encoding/armor.h"
#include "src/base/error.h"
#include "src/base/json.h"
#include "src/base/lookahead.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace holdfast::cli {

namespace {

// Counts what a source gives.
class CountingSource final : public Source {
 public:
  explicit CountingSource(Source& from) : from_(from) {}
  [[nodiscard]] std::size_t read(std::span<std::uint8_t> into) override {
    const std::size_t got = from_.read(into);
    count_ += got;
    return got;
  }
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  Source& from_;
  std::size_t count_ = 0;
};

struct Inspected {
  std::vector<std::string> types;
  bool armored = false;
  std::size_t header = 0;
  std::size_t armor = 0;
  std::size_t overhead = 0;
  std::size_t payload = 0;
};

void read_to_end(Source& in) {
  std::array<std::uint8_t, std::size_t{64} << 10U> block{};
  while (in.read(block) > 0) {
  }
}

// What encryption adds to a payload of this size: a nonce, and a tag on each chunk. Throws
// Integrity where no payload is of this size.
std::size_t payload_overhead(std::size_t size) {
  const std::size_t chunks_size = size - std::min(size, age::kPayloadNonce);
  const std::size_t chunks = (chunks_size + age::kSealedChunk - 1) / age::kSealedChunk;
  const std::size_t tags = chunks * (age::kSealedChunk - age::kChunk);
  const std::size_t plain = chunks_size - std::min(chunks_size, tags);
  // All chunks but a payload's only one hold something.
  if (chunks == 0 || chunks_size < tags || (chunks > 1 && plain <= (chunks - 1) * age::kChunk)) {
    throw Error(Code::Integrity, fmt::format("invalid encrypted payload size: {}", chunks_size));
  }
  return age::kPayloadNonce + tags;
}

void inspect_binary(Source& in, Inspected& result) {
  CountingSource counted(in);
  Lookahead ahead(counted);
  const age::Header header = age::parse_header(ahead);
  for (const age::Stanza& stanza : header.stanzas) result.types.push_back(stanza.type);
  read_to_end(ahead);
  result.header = header.size;
  const std::size_t payload = counted.count() - header.size;
  result.overhead = payload_overhead(payload);
  result.payload = payload - result.overhead;
}

Inspected inspect(Source& in) {
  Inspected result;
  CountingSource counted(in);
  Lookahead ahead(counted);
  result.armored = looks_armored(ahead);
  if (!result.armored) {
    inspect_binary(ahead, result);
    return result;
  }
  ArmorSource unarmored(ahead);
  inspect_binary(unarmored, result);
  result.armor = counted.count() - result.header - result.overhead - result.payload;
  return result;
}

enum class Quantum { Safe, Unsafe, Unknown };

Quantum quantum(const std::vector<std::string>& types) {
  constexpr std::array<std::string_view, 3> kSafe{"scrypt", "mlkem768x25519", "mlkem768p256tag"};
  constexpr std::array<std::string_view, 5> kUnsafe{
      "X25519", "ssh-ed25519", "ssh-rsa", "p256tag", "piv-p256"};
  const auto in = [](const auto& list) {
    return [&list](std::string_view type) { return std::ranges::find(list, type) != list.end(); };
  };
  if (std::ranges::any_of(types, in(kUnsafe))) return Quantum::Unsafe;
  return std::ranges::all_of(types, in(kSafe)) ? Quantum::Safe : Quantum::Unknown;
}

std::string as_json(const Inspected& file) {
  constexpr std::array<std::string_view, 3> kWords{"yes", "no", "unknown"};
  Json types = Json::array();
  for (const std::string& type : file.types) types.push(type);
  Json sizes = Json::object();
  sizes.set("header", file.header).set("armor", file.armor).set("overhead", file.overhead);
  sizes.set("min_payload", file.payload).set("max_payload", file.payload);
  sizes.set("min_padding", 0).set("max_padding", 0);
  Json document = Json::object();
  document.set("version", "age-encryption.org/v1")
      .set("postquantum", kWords[static_cast<std::size_t>(quantum(file.types))])
      .set("armor", file.armored)
      .set("stanza_types", std::move(types))
      .set("sizes", std::move(sizes));
  return document.dump() + "\n";
}

std::string size_line(std::string_view what, std::size_t bytes) {
  return fmt::format("    {:<20}{:>12} bytes\n", what, bytes);
}

std::string as_text(const Inspected& file, std::string_view name) {
  constexpr std::array<std::string_view, 3> kSentences{
      "This file uses post-quantum encryption.",
      "This file does NOT use post-quantum encryption.",
      "It is unknown whether this file uses post-quantum encryption."};
  std::string text = fmt::format("{} is an age file, version \"age-encryption.org/v1\".\n\n", name);
  if (file.armored) text += "This file is ASCII-armored.\n\n";
  text += "This file is encrypted to the following recipient types:\n";
  for (const std::string& type : file.types) text += fmt::format("  - {}\n", in_quotes(type));
  text += fmt::format("\n{}\n\n", kSentences[static_cast<std::size_t>(quantum(file.types))]);
  text += "Size breakdown (assuming it decrypts successfully):\n\n";
  text += size_line("Header", file.header);
  if (file.armored) text += size_line("Armor overhead", file.armor);
  text += size_line("Encryption overhead", file.overhead) + size_line("Payload", file.payload);
  text += fmt::format("{:24}{:->19}\n", "", "");
  text += size_line("Total", file.header + file.armor + file.overhead + file.payload);
  return text + "\nTip: for machine-readable output, use --json.\n";
}

Inspected inspect_file(const std::string& name) {
  StandardInput standard_input;
  InputFile file = open_input(name, standard_input);
  try {
    return inspect(file);
  } catch (const Error& error) {
    throw with_context("inspection failed", error);
  }
}

}  // namespace

int age_inspect(const std::vector<std::string>& words, const AgeNews& news) {
  bool json = false;
  bool version = false;
  AgeFlags flags;
  flags.flag("json", json);
  flags.flag("version", version);
  const AgeFlags::Parsed parsed = flags.parse(words);
  if (const auto code = answer_usage(parsed, version, kInspectUsage, news)) return *code;
  if (parsed.rest.size() > 1) {
    news.say(kInspectUsage.substr(0, kInspectUsage.size() - 1));
    return 1;
  }
  const std::string name = parsed.rest.empty() ? "" : parsed.rest.front();
  const Inspected file = inspect_file(name);
  news.terminal().out(json ? as_json(file) : as_text(file, name.empty() ? "<stdin>" : name));
  return 0;
}

}  // namespace holdfast::cli
