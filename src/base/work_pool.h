// The one place that starts threads.
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

namespace holdfast {

// The number of processors that this process may use, at least 1.
[[nodiscard]] unsigned all_cores();

// Calls work(0) ... work(count - 1), each once, on up to `jobs` threads, and returns when all have
// ended. The first exception stops the rest from starting and is rethrown here; a stop request
// throws Stopped in the same way. `progress`, if given, is called on the calling thread every now
// and then with the number of finished calls. `work` must be safe to call from several threads.
void for_each_parallel(std::size_t count,
                       unsigned jobs,
                       const std::stop_token& stop,
                       const std::function<void(std::size_t)>& work,
                       const std::function<void(std::size_t)>& progress = {});

// What for_each_ordered does with each item. `worker` is the number of the thread that does it,
// below `jobs`: each has its own memory, in which it holds one item at a time.
struct OrderedSteps {
  std::function<bool(std::size_t worker)> take;  // in order; true when more items follow
  std::function<void(std::size_t worker)> work;  // of several items at once
  std::function<void(std::size_t worker)> give;  // in order
};

// Does with up to `jobs` threads, the calling one among them, what one does that takes, works on
// and gives one item after the other until none follows: gives come in the order of takes, and the
// first failure in that order is rethrown, when all items before it were given and all threads have
// ended. Each of take and give is run by one thread at a time. A single item starts no thread.
void for_each_ordered(unsigned jobs, const OrderedSteps& steps);

}  // namespace holdfast
