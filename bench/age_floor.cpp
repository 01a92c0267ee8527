// The least that a large age file can cost: chunks of 64 KiB are read, sealed or opened by OpenSSL
// and written, each thread at places of its own, with no order, no header and no format.
// usage: bench_age_floor seal|open THREADS IN OUT. What it opens, it has sealed. See bench/age.

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

constexpr std::size_t kTag = 16;
constexpr std::size_t kChunk = 65536;
constexpr std::array<std::uint8_t, 32> kKey{};

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

struct Job {
  bool sealing = true;
  int in = -1;
  int out = -1;
  std::size_t size = 0;  // of the input
  std::atomic<std::size_t> next = 0;
};

// Seals or opens `size` bytes in place; how many they become.
std::size_t run_cipher(EVP_CIPHER_CTX* context,
                       const Job& job,
                       std::size_t number,
                       std::uint8_t* data,
                       std::size_t size) {
  std::array<std::uint8_t, 12> nonce{};
  for (std::size_t i = 0; i < sizeof number; ++i)
    nonce[10 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  const std::size_t text = job.sealing ? size : size - kTag;
  int written = 0;
  require(EVP_CipherInit_ex2(
              context, nullptr, nullptr, nonce.data(), job.sealing ? 1 : 0, nullptr) == 1,
          "nonce");
  require(EVP_CipherUpdate(context, data, &written, data, static_cast<int>(text)) == 1, "update");
  if (!job.sealing)
    require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTag, data + text) == 1, "set tag");
  require(EVP_CipherFinal_ex(context, data + text, &written) == 1, "the tag does not hold");
  if (job.sealing)
    require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTag, data + text) == 1, "get tag");
  return job.sealing ? text + kTag : text;
}

void work(Job& job) {
  const Context context(EVP_CIPHER_CTX_new());
  require(EVP_CipherInit_ex2(
              context.get(), EVP_chacha20_poly1305(), kKey.data(), nullptr, 1, nullptr) == 1,
          "key");
  const std::size_t step = job.sealing ? kChunk : kChunk + kTag;
  const std::size_t step_out = job.sealing ? kChunk + kTag : kChunk;
  std::vector<std::uint8_t> chunk(kChunk + kTag);
  for (std::size_t i = job.next++; i * step < job.size; i = job.next++) {
    const ssize_t got = ::pread(job.in, chunk.data(), step, static_cast<off_t>(i * step));
    require(got > 0, "cannot read");
    const std::size_t size =
        run_cipher(context.get(), job, i, chunk.data(), static_cast<std::size_t>(got));
    require(::pwrite(job.out, chunk.data(), size, static_cast<off_t>(i * step_out)) ==
                static_cast<ssize_t>(size),
            "cannot write");
  }
}

void run(const std::vector<std::string_view>& words) {
  require(words.size() == 5, "usage: seal|open THREADS IN OUT");
  Job job;
  job.sealing = words[1] == "seal";
  job.in = ::open(words[3].data(), O_RDONLY | O_CLOEXEC);
  job.out = ::open(words[4].data(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  struct stat status {};
  require(::fstat(job.in, &status) == 0 && job.out >= 0, "cannot open");
  job.size = static_cast<std::size_t>(status.st_size);
  std::vector<std::jthread> threads;
  for (int i = std::stoi(std::string(words[2])); i > 1; --i)
    threads.emplace_back([&job] { work(job); });
  work(job);
}

}  // namespace

int main(int count, char** words) {
  try {
    run({words, words + count});
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "age_floor: " << error.what() << '\n';
    return 1;
  }
}
