#include "crypto/encoding/armor.h"

#include "tests/support/catch.h"
#include "tests/support/streams.h"

using namespace holdfast;
using holdfast::test::code_of;

namespace {

const std::string kBegin = "-----BEGIN AGE ENCRYPTED FILE-----\n";
const std::string kEnd = "-----END AGE ENCRYPTED FILE-----\n";
const std::string kFullLine(64, 'A');

bool refused(const std::string& text) {
  return code_of([&] { (void)decode_armor(text); }) == Code::Integrity;
}

}  // namespace

TEST_CASE("armor: goes there and back for every size of the last line", "[crypto][encoding]") {
  Bytes file;
  for (unsigned i = 0; i < 200; ++i) {
    const std::string text = encode_armor(file);
    CHECK(text.starts_with(kBegin));
    CHECK(text.ends_with("\n" + kEnd));
    CHECK(decode_armor(text) == file);
    file.push_back(static_cast<std::uint8_t>(i));
  }
}

TEST_CASE("armor: lines have 64 columns and none is empty", "[crypto][encoding]") {
  CHECK(encode_armor(Bytes(48)) == kBegin + kFullLine + "\n" + kEnd);
  CHECK(encode_armor(Bytes(49)) == kBegin + kFullLine + "\nAA==\n" + kEnd);
}

TEST_CASE("armor: CR LF and a missing last line feed are read", "[crypto][encoding]") {
  CHECK(decode_armor("-----BEGIN AGE ENCRYPTED FILE-----\r\nAAAA\r\n"
                     "-----END AGE ENCRYPTED FILE-----") == Bytes(3));
}

TEST_CASE("armor: white space around it is limited", "[crypto][encoding]") {
  const std::string body = kBegin + "AAAA\n" + kEnd;
  CHECK(decode_armor("\n \t\n\r\n" + body + " \n\t\r\n") == Bytes(3));
  CHECK(decode_armor(std::string(1024, '\n') + body) == Bytes(3));
  CHECK(refused(std::string(1025, '\n') + body));
  CHECK(decode_armor(body + std::string(1023, ' ')) == Bytes(3));
  CHECK(refused(body + std::string(1024, ' ')));
  CHECK(refused(" " + body));
  CHECK(refused("x\n" + body));
  CHECK(refused(body + "x"));
  CHECK(refused(body + body));
}

TEST_CASE("armor: lines of the wrong length are refused", "[crypto][encoding]") {
  CHECK(refused(kBegin + "AAAA\nAAAA\n" + kEnd));
  CHECK(refused(kBegin + kFullLine + "AAAA\n" + kEnd));
  CHECK(refused(kBegin + "\nAAAA\n" + kEnd));
  CHECK(refused(kBegin + "AAAA\n\n" + kEnd));
  CHECK(refused(kBegin + kFullLine + "\n\n" + kEnd));
  CHECK(refused(kBegin + std::string(62, 'A') + "==\nAAAA\n" + kEnd));
}

TEST_CASE("armor: base64 must be padded and canonical", "[crypto][encoding]") {
  for (const char* line :
       {"AAA", "AA", "AB==", "AAB=", "AA A", " AAAA", "AAAA ", "A*AA", "AA\rA"}) {
    CHECK(refused(kBegin + line + "\n" + kEnd));
  }
}

TEST_CASE("armor: cut off anywhere, it is refused", "[crypto][encoding]") {
  const std::string text = kBegin + kFullLine + "\nAAAA\n" + kEnd;
  for (std::size_t size = 0; size + 1 < text.size(); ++size) CHECK(refused(text.substr(0, size)));
}

TEST_CASE("armor: other labels and cases are refused", "[crypto][encoding]") {
  CHECK(refused("-----BEGIN age ENCRYPTED FILE-----\nAAAA\n" + kEnd));
  CHECK(refused("-----BEGIN PGP MESSAGE-----\nAAAA\n" + kEnd));
  CHECK(refused(kBegin + "AAAA\n-----END PGP MESSAGE-----\n"));
  CHECK(refused(kBegin + "Header: x\nAAAA\n" + kEnd));
}

TEST_CASE("armor: as a source it gives the same, whatever the pieces", "[crypto][encoding]") {
  const Bytes file(1000, 0x5A);
  const std::string text = "\n \n" + encode_armor(file) + " \n";
  for (const std::size_t piece : {1U, 64U, 66U, 5000U}) {
    for (const std::size_t room : {1U, 47U, 48U, 500U}) {
      test::PieceSource source(as_bytes(text), piece);
      Lookahead in(source);
      CHECK(looks_armored(in));
      ArmorSource armor(in);
      CHECK(test::read_all(armor, room) == file);
      CHECK(test::read_all(armor, room).empty());
    }
  }
}

TEST_CASE("armor: as a source it gives what stands before a damaged line", "[crypto][encoding]") {
  const std::string text = kBegin + kFullLine + "\n" + kFullLine + "\nA*AA\n" + kEnd;
  Lookahead in(as_bytes(text));
  ArmorSource armor(in);
  Bytes room(1000);
  CHECK(armor.read(room) == 48);
  CHECK(armor.read(room) == 48);
  CHECK(code_of([&] { (void)armor.read(room); }) == Code::Integrity);
}

TEST_CASE("armor: what follows the last line is seen before the end", "[crypto][encoding]") {
  const std::string text = kBegin + "AAAA\n" + kEnd + "x";
  test::PieceSource source(as_bytes(text), 1);
  Lookahead in(source);
  ArmorSource armor(in);
  Bytes room(1000);
  CHECK(armor.read(room) == 3);
  CHECK(code_of([&] { (void)armor.read(room); }) == Code::Integrity);
}

TEST_CASE("armor: as a sink it writes the same, whatever the pieces", "[crypto][encoding]") {
  for (const std::size_t size : {0U, 1U, 47U, 48U, 49U, 96U, 1000U}) {
    const Bytes file(size, 0x5A);
    for (const std::size_t piece : {1U, 5U, 47U, 48U, 49U, 100U, 2000U}) {
      test::KeepingSink out;
      ArmorSink armor(out);
      for (ByteView rest = file; !rest.empty(); rest = rest.subspan(std::min(piece, rest.size()))) {
        armor.write(rest.first(std::min(piece, rest.size())));
      }
      armor.finish();
      CHECK(to_text(out.kept()) == encode_armor(file));
    }
  }
}

TEST_CASE("armor: is told from binary files", "[crypto][encoding]") {
  CHECK(looks_armored("\n  \n" + kBegin));
  CHECK(looks_armored("-----BEGIN PGP"));
  CHECK_FALSE(looks_armored("age-encryption.org/v1\n"));
  CHECK_FALSE(looks_armored(""));
  CHECK_FALSE(looks_armored("x\n" + kBegin));
  CHECK(looks_armored(std::string(1024, '\n') + kBegin));
  CHECK_FALSE(looks_armored(std::string(1025, '\n') + kBegin));
}
