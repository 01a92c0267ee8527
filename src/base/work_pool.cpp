#include "src/base/work_pool.h"

#include "src/base/error.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
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

class Conveyor {
 public:
  explicit Conveyor(const OrderedSteps& steps) : steps_(steps) {}

  struct Item {
    std::size_t number;
    std::exception_ptr failure = {};
  };

  std::optional<Item> take(std::size_t worker) {
    const std::lock_guard guard(taking_);
    if (!more_ || failed_) return std::nullopt;
    Item item{next_++};
    more_ = false;  // nor after a failure
    attempt(item, [&] { more_ = steps_.take(worker); });
    return item;
  }

  void finish(std::size_t worker, Item item) {
    attempt(item, [&] { steps_.work(worker); });
    std::unique_lock lock(giving_);
    turn_.wait(lock, [&] { return given_ == item.number; });
    if (!failed_) {
      attempt(item, [&] { steps_.give(worker); });
      failure_ = item.failure;
      failed_ = failure_ != nullptr;
    }
    ++given_;
    turn_.notify_all();
  }

  void run(std::size_t worker) {
    while (auto item = take(worker)) finish(worker, std::move(*item));
  }

  // Only before other threads are started.
  [[nodiscard]] bool more() const { return more_; }

  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  // Keeps what `step` throws until it is the item's turn: an earlier item may fail yet.
  template <class Step>
  static void attempt(Item& item, const Step& step) {
    if (item.failure) return;
    try {
      step();
    } catch (...) {
      item.failure = std::current_exception();
    }
  }

  const OrderedSteps& steps_;
  std::mutex taking_;
  std::size_t next_ = 0;
  bool more_ = true;
  std::atomic<bool> failed_ = false;
  std::mutex giving_;
  std::condition_variable turn_;
  std::size_t given_ = 0;
  std::exception_ptr failure_;
};

// As many as there can be up to `count`: fewer get the work done as well.
void start_workers(std::vector<std::jthread>& pool, std::size_t count, Conveyor& conveyor) {
  try {
    pool.reserve(count);
    while (pool.size() < count) {
      pool.emplace_back([&conveyor, worker = pool.size() + 1] { conveyor.run(worker); });
    }
  } catch (const std::system_error&) {
    return;
  }
}

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

void for_each_ordered(unsigned jobs, const OrderedSteps& steps) {
  Conveyor conveyor(steps);
  auto first = conveyor.take(0);
  {
    std::vector<std::jthread> pool;
    if (conveyor.more()) start_workers(pool, std::max(1U, jobs) - 1, conveyor);
    conveyor.finish(0, std::move(*first));
    conveyor.run(0);
  }
  conveyor.rethrow();
}

}  // namespace holdfast
