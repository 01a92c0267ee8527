#include "src/base/work_pool.h"

#include "src/base/error.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace holdfast {

namespace {

constexpr std::chrono::milliseconds kProgressEvery{100};

class Batch {
 public:
  Batch(std::size_t count,
        const std::stop_token& stop,
        const std::function<void(std::size_t)>& work)
      : count_(count), stop_(stop), work_(work) {}

  void run() {
    while (!failed_ && !stop_.stop_requested()) {
      const std::size_t index = next_++;
      if (index >= count_) break;
      try {
        work_(index);
      } catch (...) {
        const std::lock_guard guard(mutex_);
        if (!failed_.exchange(true)) failure_ = std::current_exception();
      }
      ++done_;
    }
    const std::lock_guard guard(mutex_);
    ++ended_;
    changed_.notify_all();
  }

  void wait(std::size_t threads, const std::function<void(std::size_t)>& progress) {
    std::unique_lock lock(mutex_);
    while (ended_ < threads) {
      changed_.wait_for(lock, kProgressEvery, [&] { return ended_ == threads; });
      if (progress) {
        lock.unlock();
        progress(done_);
        lock.lock();
      }
    }
  }

  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
    if (done_ < count_) throw Error(Code::Stopped, "stopped before all files were done");
  }

 private:
  const std::size_t count_;
  const std::stop_token& stop_;
  const std::function<void(std::size_t)>& work_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::size_t> done_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t ended_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

unsigned all_cores() { return std::max(1U, std::thread::hardware_concurrency()); }

void for_each_parallel(std::size_t count,
                       unsigned jobs,
                       const std::stop_token& stop,
                       const std::function<void(std::size_t)>& work,
                       const std::function<void(std::size_t)>& progress) {
  const std::size_t threads = std::clamp<std::size_t>(jobs, 1, std::max<std::size_t>(count, 1));
  Batch batch(count, stop, work);
  {
    std::vector<std::jthread> pool;
    pool.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) pool.emplace_back([&batch] { batch.run(); });
    batch.wait(threads, progress);
  }
  batch.rethrow();
}

}  // namespace holdfast
