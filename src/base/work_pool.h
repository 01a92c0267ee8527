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

}  // namespace holdfast
