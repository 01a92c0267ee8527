// The age vectors of C2SP's CCTV project. They are not part of this tree: HOLDFAST_CCTV names the
// folder that holds them.

#include "crypto/age/decrypt.h"
#include "crypto/age/scrypt_passphrase.h"
#include "crypto/encoding/armor.h"
#include "crypto/primitives/hash.h"
#include "src/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/inflate.h"
#include "tests/support/streams.h"

#include <cstdlib>
#include <functional>

using namespace holdfast;
using namespace holdfast::age;

namespace {

struct Vector {
  std::string expect;
  std::string payload;  // SHA-256 in hexadecimal
  Identities identities;
  bool armored = false;
  bool compressed = false;
  std::string file;
};

void set_field(Vector& vector, std::string_view name, std::string_view value) {
  if (name == "expect") vector.expect = value;
  if (name == "payload") vector.payload = value;
  if (name == "armored") vector.armored = value == "yes";
  if (name == "passphrase") {
    vector.identities.push_back(std::make_unique<ScryptIdentity>(SecretText(value)));
  }
  if (name == "identity") vector.identities.push_back(parse_identity(value));
  if (name == "compressed") vector.compressed = true;
}

Vector read_vector(const Path& path) {
  Vector vector;
  const std::string text = read_file(path);
  std::string_view rest = text;
  while (!rest.starts_with('\n')) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    const std::size_t colon = line.find(": ");
    set_field(vector, line.substr(0, colon), line.substr(colon + 2));
  }
  rest.remove_prefix(1);
  vector.file = vector.compressed ? test::inflate_zlib(as_bytes(rest)) : std::string(rest);
  return vector;
}

std::string outcome_of(const std::function<void()>& opening) {
  try {
    opening();
    return "success";
  } catch (const Error& error) {
    const std::string_view message = error.what();
    if (error.code() == Code::NoIdentity) return "no match";
    CHECK(error.code() == Code::Integrity);
    if (message.starts_with("age armor: ")) return "armor failure";
    if (message.starts_with("age payload: ")) return "payload failure";
    if (message.ends_with("MAC does not hold")) return "HMAC failure";
    return message.starts_with("age header: ") ? "header failure" : std::string(message);
  }
}

void check_in_memory(const Vector& vector) {
  SecretText plain;
  const std::string outcome = outcome_of([&] {
    if (vector.armored) (void)decode_armor(vector.file);
    plain = decrypt(as_bytes(vector.file), vector.identities);
  });
  CHECK(outcome == vector.expect);
  if (outcome == "success") CHECK(sha256_hex(plain.expose_bytes()) == vector.payload);
}

// Only a file that looks armored is taken out of its armor; the vectors tell it beforehand.
std::string expected_of_stream(const Vector& vector) {
  const bool missed = vector.armored && !looks_armored(vector.file);
  return missed ? "header failure" : vector.expect;
}

// What a stream has released is part of the outcome, also of a damaged payload.
void check_as_stream(const Vector& vector, std::size_t piece, unsigned jobs) {
  test::PieceSource file(as_bytes(vector.file), piece);
  test::KeepingSink plain;
  const std::string outcome = outcome_of([&] { decrypt(file, plain, vector.identities, jobs); });
  CHECK(outcome == expected_of_stream(vector));
  if (!vector.payload.empty()) CHECK(sha256_hex(plain.kept()) == vector.payload);
}

}  // namespace

TEST_CASE("cctv: every vector comes out as expected", "[crypto][age]") {
  const char* const folder = std::getenv("HOLDFAST_CCTV");
  if (folder == nullptr) {
    WARN("skipped: HOLDFAST_CCTV does not name the folder with the age vectors of CCTV");
    return;
  }
  int checked = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const Vector vector = read_vector(entry.path());
    INFO(entry.path().filename());
    check_in_memory(vector);
    for (const std::size_t piece : {vector.file.size() / 5000 + 1, std::size_t{100'000}}) {
      check_as_stream(vector, piece, 1);
      check_as_stream(vector, piece, 2);
    }
    ++checked;
  }
  CHECK(checked == 143);
}
