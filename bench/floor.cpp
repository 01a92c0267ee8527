// The least that a rotation can cost: what must be read, computed and written for each file, with
// nothing parsed, nothing checked again and nothing committed. Takes the names of files on standard
// input and writes them back unchanged; prints seconds as JSON. See bench/rotate.

#include "crypto/age/x25519.h"
#include "crypto/primitives/aes_gcm.h"
#include "crypto/primitives/hash.h"
#include "crypto/sops/data_key.h"
#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/random.h"
#include "src/base/work_pool.h"

#include <array>
#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace holdfast;

constexpr std::size_t kValues = 8;      // a typical file has so many
constexpr std::size_t kValueSize = 32;  // bytes
constexpr std::size_t kNonceSize = 32;  // as sops has them
constexpr std::string_view kAad = "stringData:password:";
using Plain = std::array<std::uint8_t, kValueSize>;

// Two recipients, and an age header that the first opens.
struct Keys {
  std::unique_ptr<age::X25519Identity> cluster = age::X25519Identity::generate();
  std::unique_ptr<age::X25519Identity> ops = age::X25519Identity::generate();
  std::unique_ptr<age::X25519Recipient> to_cluster =
      age::parse_x25519_recipient(cluster->recipient());
  std::unique_ptr<age::X25519Recipient> to_ops = age::parse_x25519_recipient(ops->recipient());
  std::vector<age::Stanza> header = to_cluster->wrap(age::FileKey()).stanzas;
};

// One unwrap and two wraps: five X25519 operations.
void exchange_keys(const Keys& keys) {
  if (!keys.cluster->unwrap(keys.header)) throw Error(Code::Failed, "the header does not open");
  age::FileKey fresh;
  random_fill(fresh.fill());
  const auto for_cluster = keys.to_cluster->wrap(fresh);
  random_fill(fresh.fill());
  const auto for_ops = keys.to_ops->wrap(fresh);
}

// Each value out of one data key and into another, and the hash over all of them.
Sha512Digest recode_values() {
  AesGcm old_cipher(sops::generate_data_key().expose());
  AesGcm new_cipher(sops::generate_data_key().expose());
  std::array<std::uint8_t, kNonceSize> nonce{};
  Plain sealed{};
  Plain plain{};
  const auto tag = old_cipher.seal(nonce, as_bytes(kAad), plain, sealed);
  Sha512 mac;
  for (std::size_t value = 0; value < kValues; ++value) {
    if (!old_cipher.open(nonce, as_bytes(kAad), sealed, tag, plain))
      throw Error(Code::Failed, "the value does not open");
    mac.update(plain);
    std::array<std::uint8_t, kNonceSize> fresh_nonce{};
    random_fill(fresh_nonce);
    Plain fresh{};
    mac.update(new_cipher.seal(fresh_nonce, as_bytes(kAad), plain, fresh));
  }
  return mac.digest();
}

void rewrite(const Path& file, std::string_view content) {
  const Path temporary = file.string() + ".new";
  std::ofstream out(temporary, std::ios::binary);
  out << content;
  out.close();
  if (!out) throw Error(Code::Failed, "cannot write").in_file(temporary);
  std::filesystem::rename(temporary, file);
}

std::vector<Path> files_on_standard_input() {
  std::vector<Path> files;
  for (std::string line; std::getline(std::cin, line);) files.emplace_back(line);
  return files;
}

double rotate_all(const std::vector<Path>& files) {
  const Keys keys;
  const auto start = std::chrono::steady_clock::now();
  for_each_parallel(files.size(), all_cores(), {}, [&](std::size_t index) {
    const std::string content = read_file(files[index]);
    exchange_keys(keys);
    [[maybe_unused]] const auto digest = recode_values();
    rewrite(files[index], content);
  });
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main() {
  try {
    const std::vector<Path> files = files_on_standard_input();
    const double seconds = rotate_all(files);
    std::cout << Json::object().set("files", files.size()).set("seconds", seconds).dump(false)
              << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "floor: " << error.what() << '\n';
    return 1;
  }
}
