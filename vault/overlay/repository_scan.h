// Goes through all files of a commit on all cores.
#pragma once

#include "vault/git/repository.h"

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// One handle of a repository for each thread that asks at the same time; handles are kept.
class RepositoryHandles {
 public:
  explicit RepositoryHandles(const git::Repository& repository) : original_(repository) {}

  // Calls `with` with a handle that no other thread has meanwhile.
  void use(const std::function<void(git::Repository&)>& with);

 private:
  const git::Repository& original_;
  std::mutex mutex_;
  std::vector<git::Repository> idle_;
};

struct ScanOptions {
  unsigned jobs = 1;
  std::stop_token stop;
  std::function<void(std::size_t done, std::size_t all)> progress;  // on the calling thread
};

// Calls visit(index, content) for each of `files` from several threads, in no order; blobs larger
// than `limit` are passed to `too_large(index)` instead.
void visit_files(const git::Repository& repository,
                 const std::vector<git::TreeFile>& files,
                 std::size_t limit,
                 const ScanOptions& options,
                 const std::function<void(std::size_t, std::string_view)>& visit,
                 const std::function<void(std::size_t)>& too_large);

}  // namespace holdfast::vault
