// age files as streams: however a file is cut into pieces and on however many threads it is opened,
// verdict and plaintext are those of the whole file, and a whole plaintext is that in memory.

#include "crypto/age/decrypt.h"
#include "crypto/age/header.h"
#include "crypto/age/payload_stream.h"
#include "src/base/error.h"
#include "tests/support/streams.h"

#include <cstdlib>
#include <optional>

using namespace holdfast;

namespace {

// Gives every file that it is asked to open the same file key.
class AnyFile final : public age::Identity {
 public:
  [[nodiscard]] std::optional<age::FileKey> unwrap(
      std::span<const age::Stanza> /*stanzas*/) const override {
    return age::FileKey();
  }
  [[nodiscard]] std::string recipient() const override { return {}; }
};

struct Outcome {
  std::string error;
  Bytes plain;

  friend bool operator==(const Outcome& one, const Outcome& other) = default;
};

Outcome open(ByteView file, const age::Identities& with, std::size_t piece, unsigned jobs) {
  test::PieceSource source(file, piece);
  test::KeepingSink plain;
  Outcome outcome;
  try {
    age::decrypt(source, plain, with, jobs);
  } catch (const Error& error) {
    if (error.code() != Code::Integrity) std::abort();
    outcome.error = error.what();
  }
  outcome.plain = plain.kept();
  return outcome;
}

void check(ByteView file, std::size_t piece, const age::Identities& with) {
  const Outcome whole = open(file, with, file.size() + 1, 1);
  if (open(file, with, piece, 1) != whole || open(file, with, piece, 2) != whole) std::abort();
  try {
    const SecretText plain = age::decrypt(file, with);
    if (!whole.error.empty() || plain.expose() != as_text(whole.plain)) std::abort();
  } catch (const Error&) {
    if (whole.error.empty()) std::abort();
  }
}

// The input as plaintext, sealed under a header that holds, one byte of it changed.
Bytes sealed(ByteView plain, std::size_t damaged) {
  Bytes file =
      to_bytes(age::print_header(std::vector<age::Stanza>{{"any", {}, {}}}, age::FileKey()));
  age::append_payload(file, plain, age::FileKey());
  if (damaged < file.size()) file[damaged] ^= 1U;
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  static const age::Identities kWith = [] {
    age::Identities with;
    with.push_back(std::make_unique<AnyFile>());
    return with;
  }();
  const std::size_t piece = data[0] + std::size_t{1};
  const ByteView rest = ByteView(data, size).subspan(3);
  check(rest, piece, kWith);
  check(sealed(rest, data[1] * std::size_t{256} + data[2]), piece, kWith);
  return 0;
}
