// Whole age files as streams; what is special to memory is in encrypt_test and decrypt_test.

#include "crypto/age/decrypt.h"
#include "crypto/age/encrypt.h"
#include "crypto/age/scrypt_passphrase.h"
#include "crypto/age/x25519.h"
#include "tests/support/catch.h"
#include "tests/support/streams.h"

#include <algorithm>
#include <array>
#include <optional>

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;
using holdfast::test::KeepingSink;
using holdfast::test::PieceSource;

namespace {

constexpr std::size_t kWhole = SIZE_MAX;
constexpr std::size_t kChunk = 65536;
constexpr std::size_t kSealed = kChunk + 16;

// Bytes that differ from chunk to chunk.
Bytes sample(std::size_t size) {
  Bytes bytes(size);
  std::uint32_t state = 1;
  for (std::uint8_t& byte : bytes) {
    state = state * 1664525U + 1013904223U;
    byte = static_cast<std::uint8_t>(state >> 24U);
  }
  return bytes;
}

Bytes first_of(ByteView bytes, std::size_t size) {
  const ByteView first = bytes.first(size);
  return {first.begin(), first.end()};
}

class Reader {
 public:
  Reader() { with_.push_back(parse_identity(secret_)); }

  [[nodiscard]] Bytes seal(ByteView plain, const EncryptOptions& options = {}) const {
    Recipients to;
    to.push_back(parse_recipient(with_.front()->recipient()));
    PieceSource source(plain);
    KeepingSink out;
    encrypt(source, out, to, options);
    return out.kept();
  }

  [[nodiscard]] const Identities& identities() const { return with_; }

 private:
  const char* secret_ =
      "AGE-SECRET-KEY-127MEZ2MS9Z206TDFMFMDKCTNQ2G4Z39PATDM6EFH8QZR8XJLXWUQV4DU56";
  Identities with_;
};

struct Outcome {
  std::optional<Code> failure;
  Bytes released;
  int writes = 0;

  friend bool operator==(const Outcome& one, const Outcome& other) = default;
};

Outcome open(Source& file, const Identities& with, unsigned jobs) {
  KeepingSink plain;
  Outcome outcome;
  try {
    decrypt(file, plain, with, jobs);
  } catch (const Error& error) {
    outcome.failure = error.code();
  }
  outcome.released = plain.kept();
  outcome.writes = plain.writes();
  return outcome;
}

Outcome open(ByteView file, const Reader& reader, unsigned jobs = 1, std::size_t piece = kWhole) {
  PieceSource source(file, piece);
  return open(source, reader.identities(), jobs);
}

std::size_t header_size(ByteView file) {
  const std::string_view text = as_text(file);
  return text.find('\n', text.find("\n---") + 1) + 1;
}

}  // namespace

TEST_CASE("stream: any size goes there and back, in both forms, on any number of threads",
          "[crypto][age]") {
  const Reader reader;
  for (const std::size_t size : {std::size_t{0},
                                 std::size_t{1},
                                 kChunk - 1,
                                 kChunk,
                                 kChunk + 1,
                                 4 * kChunk,
                                 4 * kChunk + 1,
                                 8 * kChunk,
                                 40 * kChunk + 12345}) {
    const Bytes plain = sample(size);
    for (const Form form : {Form::Binary, Form::Armored}) {
      for (const unsigned jobs : {1U, 2U, 5U}) {
        const Bytes file = reader.seal(plain, {.form = form, .jobs = jobs});
        const Outcome outcome = open(file, reader, jobs);
        CHECK_FALSE(outcome.failure);
        CHECK(outcome.released == plain);
        CHECK(decrypt(file, reader.identities()).expose() == as_text(plain));
      }
    }
  }
}

TEST_CASE("stream: a file sealed in memory is one for streams", "[crypto][age]") {
  const Reader reader;
  const Bytes plain = sample(9 * kChunk);
  Recipients to;
  to.push_back(parse_recipient(reader.identities().front()->recipient()));
  CHECK(open(encrypt(plain, to), reader, 2).released == plain);
  CHECK(open(encrypt(plain, to, Form::Armored), reader, 2).released == plain);
}

TEST_CASE("stream: pieces of any size come to the same", "[crypto][age]") {
  const Reader reader;
  const Bytes plain = sample(2 * kChunk + 7);
  for (const Form form : {Form::Binary, Form::Armored}) {
    const Bytes file = reader.seal(plain, {.form = form});
    for (const std::size_t piece : {1U, 47U, 65U, 4096U, 65537U}) {
      for (const unsigned jobs : {1U, 2U}) {
        CHECK(open(file, reader, jobs, piece).released == plain);
      }
    }
  }
}

TEST_CASE("stream: plaintext in single bytes is encrypted alike", "[crypto][age]") {
  const Reader reader;
  Recipients to;
  to.push_back(parse_recipient(reader.identities().front()->recipient()));
  const Bytes plain = sample(kChunk);
  for (const Form form : {Form::Binary, Form::Armored}) {
    PieceSource source(plain, 1);
    KeepingSink out;
    encrypt(source, out, to, {.form = form, .jobs = 2});
    CHECK(open(out.kept(), reader).released == plain);
    CHECK(source.ends() == 1);
  }
}

TEST_CASE("stream: an empty plaintext is one empty write", "[crypto][age]") {
  const Reader reader;
  const Outcome outcome = open(reader.seal({}), reader);
  CHECK(outcome == Outcome{std::nullopt, {}, 1});
}

TEST_CASE("stream: cut off at any byte, a file is never whole", "[crypto][age]") {
  const Reader reader;
  for (const Form form : {Form::Binary, Form::Armored}) {
    const Bytes file = reader.seal(sample(100), {.form = form});
    // The last line feed of the armor may be missing.
    const std::size_t end = file.size() - (form == Form::Armored ? 1 : 0);
    for (std::size_t size = 0; size < end; ++size) {
      CHECK(open(ByteView(file).first(size), reader) == Outcome{Code::Integrity, {}, 0});
    }
  }
}

TEST_CASE("stream: cut off around a chunk's end, it gives the chunks before", "[crypto][age]") {
  const Reader reader;
  const Bytes plain = sample(9 * kChunk + 5);
  const Bytes file = reader.seal(plain);
  const std::size_t start = header_size(file) + 16;
  for (const std::size_t chunks : {1U, 3U, 4U, 5U, 8U, 9U}) {
    for (const int off : {-1, 0, 1, 15, 16, 17}) {
      const std::size_t size = start + chunks * kSealed + static_cast<std::size_t>(off);
      const std::size_t whole = off < 0 ? chunks - 1 : chunks;
      for (const unsigned jobs : {1U, 2U, 5U}) {
        const Outcome outcome = open(ByteView(file).first(size), reader, jobs);
        CHECK(outcome.failure == Code::Integrity);
        CHECK(outcome.released == first_of(plain, whole * kChunk));
      }
    }
  }
}

TEST_CASE("stream: what follows the last chunk is refused after it", "[crypto][age]") {
  const Reader reader;
  for (const std::size_t size : {std::size_t{0}, std::size_t{5}, kChunk, 4 * kChunk}) {
    const Bytes plain = sample(size);
    Bytes file = reader.seal(plain);
    file.push_back(0);
    const Outcome outcome = open(file, reader, 2);
    CHECK(outcome.failure == Code::Integrity);
    // A last chunk that is not full cannot be told from its tail.
    CHECK(outcome.released == (size < kChunk ? Bytes() : plain));
  }
}

TEST_CASE("stream: nothing of a chunk comes out before its tag holds", "[crypto][age]") {
  const Reader reader;
  const Bytes plain = sample(10 * kChunk);
  const Bytes file = reader.seal(plain);
  const std::size_t start = header_size(file) + 16;
  for (const std::size_t chunk : {0U, 1U, 4U, 6U, 9U}) {
    for (const std::size_t at : {std::size_t{0}, kChunk, kSealed - 1}) {
      Bytes changed = file;
      changed[start + chunk * kSealed + at] ^= 1U;
      for (const unsigned jobs : {1U, 2U, 5U}) {
        const Outcome outcome = open(changed, reader, jobs);
        CHECK(outcome.failure == Code::Integrity);
        CHECK(outcome.released == first_of(plain, chunk * kChunk));
        CHECK((outcome.writes == 0) == (chunk == 0));
      }
    }
  }
}

TEST_CASE("stream: the chunks before a source's failure come out", "[crypto][age]") {
  const Reader reader;
  const Bytes plain = sample(10 * kChunk);
  const Bytes file = reader.seal(plain);
  for (const std::size_t chunks : {0U, 1U, 4U, 6U}) {
    PieceSource source(ByteView(file).first(header_size(file) + 16 + chunks * kSealed + 9));
    source.fail_at_end();
    const Outcome outcome = open(source, reader.identities(), 2);
    CHECK(outcome.failure == Code::Failed);
    CHECK(outcome.released == first_of(plain, chunks * kChunk));
  }
}

TEST_CASE("stream: a damaged line of armor lets out the chunks before it", "[crypto][age]") {
  const Reader reader;
  const Bytes plain = sample(3 * kChunk);
  Bytes file = reader.seal(plain, {.form = Form::Armored});
  const std::size_t end = as_text(file).find("-----END");
  file[end - 20] = '*';
  const Outcome outcome = open(file, reader);
  CHECK(outcome.failure == Code::Integrity);
  CHECK(outcome.released == first_of(plain, 2 * kChunk));
}

TEST_CASE("stream: a full disk stops the run", "[crypto][age]") {
  const Reader reader;
  const Bytes plain = sample(30 * kChunk);
  const Bytes file = reader.seal(plain);
  Recipients to;
  to.push_back(parse_recipient(reader.identities().front()->recipient()));
  for (const unsigned jobs : {1U, 2U, 5U}) {
    PieceSource sealed(file);
    KeepingSink small(10 * kChunk);
    CHECK(code_of([&] { decrypt(sealed, small, reader.identities(), jobs); }) == Code::Failed);
    CHECK(small.kept() == first_of(plain, small.kept().size()));
    PieceSource source(plain);
    KeepingSink full(10 * kChunk);
    CHECK(code_of([&] { encrypt(source, full, to, {.jobs = jobs}); }) == Code::Failed);
  }
}

TEST_CASE("stream: a source that fails leaves no file that looks whole", "[crypto][age]") {
  const Reader reader;
  Recipients to;
  to.push_back(parse_recipient(reader.identities().front()->recipient()));
  const Bytes plain = sample(6 * kChunk);
  for (const unsigned jobs : {1U, 2U}) {
    PieceSource source(plain);
    source.fail_at_end();
    KeepingSink out;
    CHECK(code_of([&] { encrypt(source, out, to, {.jobs = jobs}); }) == Code::Failed);
    CHECK(open(out.kept(), reader).failure == Code::Integrity);
  }
}

TEST_CASE("stream: whoever cannot open it gets nothing", "[crypto][age]") {
  const Reader reader;
  const Bytes file = reader.seal(sample(10));
  Identities stranger;
  stranger.push_back(X25519Identity::generate());
  const Identities nobody;
  const Outcome nothing{Code::NoIdentity, {}, 0};
  for (const Identities* with : std::array<const Identities*, 2>{&stranger, &nobody}) {
    PieceSource source(file);
    CHECK(open(source, *with, 1) == nothing);
  }
}

TEST_CASE("stream: without a recipient nothing is written", "[crypto][age]") {
  PieceSource source({});
  KeepingSink out;
  CHECK(code_of([&] { encrypt(source, out, {}); }) == Code::Failed);
  CHECK(out.writes() == 0);
}

TEST_CASE("stream: a passphrase opens it, and must be alone", "[crypto][age]") {
  Recipients to;
  to.push_back(std::make_unique<ScryptRecipient>(SecretText("x"), 2));
  PieceSource source(as_bytes("hello"));
  KeepingSink out;
  encrypt(source, out, to);
  Identities with;
  with.push_back(std::make_unique<ScryptIdentity>(SecretText("x")));
  PieceSource file(out.kept());
  CHECK(open(file, with, 1).released == to_bytes("hello"));

  to.push_back(parse_recipient(X25519Identity::generate()->recipient()));
  KeepingSink none;
  CHECK(code_of([&] { encrypt(source, none, to); }) == Code::Failed);
  CHECK(none.writes() == 0);
}

TEST_CASE("stream: a header without an end is refused in bounded memory", "[crypto][age]") {
  class Endless final : public Source {
   public:
    [[nodiscard]] std::size_t read(std::span<std::uint8_t> into) override {
      if (given == 0) {
        std::ranges::copy(as_bytes("age-encryption.org/v1\n"), into.begin());
        return given = 22;
      }
      std::ranges::fill(into, std::uint8_t{'a'});
      given += into.size();
      return into.size();
    }
    std::size_t given = 0;
  };
  Endless source;
  CHECK(open(source, {}, 1).failure == Code::Integrity);
  CHECK(source.given <= std::size_t{8} << 20U);
}
