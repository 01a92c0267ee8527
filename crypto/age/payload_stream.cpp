#include "crypto/age/payload_stream.h"

#include "crypto/age/payload_chunks.h"
#include "crypto/primitives/writable_bytes.h"
#include "src/base/error.h"
#include "src/base/random.h"
#include "src/base/work_pool.h"

#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace holdfast::age {

namespace {

// Chunks that a thread takes at a time: few enough for its cache, enough that threads rarely meet.
constexpr std::size_t kBatch = 4;
// Reading and writing are done by one thread at a time, so that more would only take memory.
constexpr unsigned kMaxJobs = 8;

using Nonce = std::array<std::uint8_t, kPayloadNonce>;

[[noreturn]] void refuse(std::string_view why) {
  throw Error(Code::Integrity, "age payload: " + std::string(why));
}

[[noreturn]] void refuse_nonce() {
  throw Error(Code::Integrity, "age header: the file ends before the payload's nonce");
}

Nonce fresh_nonce() {
  Nonce nonce{};
  random_fill(nonce);
  return nonce;
}

struct Batch {
  ChunkRun run;
  std::size_t size = 0;
  std::exception_ptr failure = {};  // what the source threw after these bytes
};

// Whether a batch ends the payload shows only in the byte after it, which is kept for the next.
class BatchReader {
 public:
  explicit BatchReader(Source& from) : from_(from) {}

  // `into` has room for a batch and one byte.
  Batch next(std::span<std::uint8_t> into) {
    Batch batch{.run = {.first = kBatch * taken_++, .ends = false}};
    if (extra_) into[batch.size++] = *std::exchange(extra_, std::nullopt);
    try {
      while (!batch.run.ends && batch.size < into.size()) {
        const std::size_t got = from_.read(into.subspan(batch.size));
        batch.size += got;
        batch.run.ends = got == 0;
      }
      if (!batch.run.ends) extra_ = into[--batch.size];
    } catch (...) {
      batch.failure = std::current_exception();
    }
    return batch;
  }

 private:
  Source& from_;
  std::size_t taken_ = 0;
  std::optional<std::uint8_t> extra_;
};

// Leaves new memory as it is: a small file then never touches most of a slot's.
template <class T>
struct UnfilledAllocator : std::allocator<T> {
  template <class Item>
  void construct(Item* /*place*/) const noexcept {}
};
using Room = std::vector<std::uint8_t, UnfilledAllocator<std::uint8_t>>;

// What one thread works on.
struct Slot {
  Slot(const DerivedKey& key, std::size_t plain_room, std::size_t sealed_room)
      : cipher(key.expose()), plain(plain_room), sealed(sealed_room) {}
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  Slot(Slot&&) = delete;
  Slot& operator=(Slot&&) = delete;
  ~Slot() { wipe(std::span(plain).first(touched)); }

  // The first bytes of `plain`, which are wiped in the end.
  std::span<std::uint8_t> touch_plain(std::size_t size) {
    touched = std::max(touched, size);
    return std::span(plain).first(size);
  }

  ChaChaPoly cipher;
  Room plain;
  std::size_t touched = 0;
  Room sealed;
  Batch batch;
  OpenedChunks opened;
};

// One slot a thread, made when its thread first needs it.
using Slots = std::vector<std::optional<Slot>>;

class Sealing {
 public:
  Sealing(Source& plain, Sink& out, const DerivedKey& key, std::size_t jobs)
      : reader_(plain), out_(out), key_(key), slots_(jobs) {}

  bool take(std::size_t worker) {
    auto& slot = slots_[worker];
    if (!slot) slot.emplace(key_, kBatch * kChunk + 1, kBatch * kSealedChunk);
    slot->batch = reader_.next(slot->plain);
    (void)slot->touch_plain(slot->batch.size + 1);  // with the byte that is kept for the next
    if (slot->batch.failure) std::rethrow_exception(slot->batch.failure);
    return !slot->batch.run.ends;
  }

  void work(std::size_t worker) {
    Slot& slot = *slots_[worker];
    const ByteView plain = std::span(slot.plain).first(slot.batch.size);
    seal_chunks(slot.cipher, slot.batch.run, plain, sealed(slot));
  }

  void give(std::size_t worker) { out_.write(sealed(*slots_[worker])); }

 private:
  static std::span<std::uint8_t> sealed(Slot& slot) {
    return std::span(slot.sealed).first(sealed_size(slot.batch.size));
  }

  BatchReader reader_;
  Sink& out_;
  const DerivedKey& key_;
  Slots slots_;
};

class Opening {
 public:
  Opening(Source& payload, Sink& plain, const DerivedKey& key, std::size_t jobs)
      : reader_(payload), plain_(plain), key_(key), slots_(jobs) {}

  // What came before a failure of the source is still opened, as far as it is whole.
  bool take(std::size_t worker) {
    auto& slot = slots_[worker];
    if (!slot) slot.emplace(key_, kBatch * kChunk, kBatch * kSealedChunk + 1);
    Batch& batch = slot->batch = reader_.next(slot->sealed);
    if (batch.failure) batch.size -= batch.size % kSealedChunk;
    return !batch.run.ends && !batch.failure;
  }

  void work(std::size_t worker) {
    Slot& slot = *slots_[worker];
    slot.opened = {};
    if (slot.batch.failure && slot.batch.size == 0) return;
    slot.opened = open_chunks(slot.cipher,
                              slot.batch.run,
                              ByteView(slot.sealed).first(slot.batch.size),
                              slot.touch_plain(plain_size(slot.batch.size)));
  }

  void give(std::size_t worker) {
    const Slot& slot = *slots_[worker];
    const bool whole = slot.opened.fault.empty() && !slot.batch.failure;
    if (whole || slot.opened.size > 0) {
      plain_.write(ByteView(slot.plain).first(slot.opened.size));
    }
    if (!slot.opened.fault.empty()) refuse(slot.opened.fault);
    if (slot.batch.failure) std::rethrow_exception(slot.batch.failure);
  }

 private:
  BatchReader reader_;
  Sink& plain_;
  const DerivedKey& key_;
  Slots slots_;
};

template <class Direction>
void run(Source& from, Sink& to, const DerivedKey& key, unsigned jobs) {
  const unsigned threads = std::clamp(jobs, 1U, kMaxJobs);
  Direction direction(from, to, key, threads);
  for_each_ordered(threads,
                   {.take = [&](std::size_t worker) { return direction.take(worker); },
                    .work = [&](std::size_t worker) { direction.work(worker); },
                    .give = [&](std::size_t worker) { direction.give(worker); }});
}

}  // namespace

void append_payload(Bytes& file, ByteView plain, const FileKey& file_key) {
  const Nonce nonce = fresh_nonce();
  file.insert(file.end(), nonce.begin(), nonce.end());
  const std::size_t start = file.size();
  file.resize(start + sealed_size(plain.size()));
  ChaChaPoly cipher(payload_key(nonce, file_key).expose());
  seal_chunks(cipher, {}, plain, std::span(file).subspan(start));
}

SecretText open_payload(ByteView payload, const FileKey& file_key) {
  if (payload.size() < kPayloadNonce) refuse_nonce();
  ChaChaPoly cipher(payload_key(payload.first(kPayloadNonce), file_key).expose());
  const ByteView sealed = payload.subspan(kPayloadNonce);
  SecretText plain;
  plain.resize(plain_size(sealed.size()));
  const OpenedChunks opened = open_chunks(cipher, {}, sealed, writable_bytes(plain));
  if (!opened.fault.empty()) refuse(opened.fault);
  return plain;
}

void seal_payload(Source& plain, Sink& out, const FileKey& file_key, unsigned jobs) {
  const Nonce nonce = fresh_nonce();
  out.write(nonce);
  run<Sealing>(plain, out, payload_key(nonce, file_key), jobs);
}

void open_payload(Source& payload, Sink& plain, const FileKey& file_key, unsigned jobs) {
  Nonce nonce{};
  for (std::size_t size = 0; size < nonce.size();) {
    const std::size_t got = payload.read(std::span(nonce).subspan(size));
    if (got == 0) refuse_nonce();
    size += got;
  }
  run<Opening>(payload, plain, payload_key(nonce, file_key), jobs);
}

}  // namespace holdfast::age
