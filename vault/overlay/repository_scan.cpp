#include "vault/overlay/repository_scan.h"

#include "src/base/work_pool.h"

#include <utility>

namespace holdfast::vault {

namespace {

// Few enough calls that taking a handle costs nothing, many enough that no core idles at the end.
constexpr std::size_t kFilesAtOnce = 16;

}  // namespace

void RepositoryHandles::use(const std::function<void(git::Repository&)>& with) {
  std::unique_lock lock(mutex_);
  if (idle_.empty()) idle_.push_back(original_.reopen());
  git::Repository handle = std::move(idle_.back());
  idle_.pop_back();
  lock.unlock();
  with(handle);
  lock.lock();
  idle_.push_back(std::move(handle));
}

void visit_files(const git::Repository& repository,
                 const std::vector<git::TreeFile>& files,
                 std::size_t limit,
                 const ScanOptions& options,
                 const std::function<void(std::size_t, std::string_view)>& visit,
                 const std::function<void(std::size_t)>& too_large) {
  RepositoryHandles handles(repository);
  const std::size_t batches = (files.size() + kFilesAtOnce - 1) / kFilesAtOnce;
  const auto work = [&](std::size_t batch) {
    handles.use([&](const git::Repository& handle) {
      const std::size_t end = std::min(files.size(), (batch + 1) * kFilesAtOnce);
      for (std::size_t i = batch * kFilesAtOnce; i < end; ++i) {
        const auto with = [&](std::string_view content) { visit(i, content); };
        if (!handle.visit_blob(files[i].blob, limit, with)) too_large(i);
      }
    });
  };
  const auto progress = [&](std::size_t done) {
    if (options.progress)
      options.progress(std::min(files.size(), done * kFilesAtOnce), files.size());
  };
  for_each_parallel(batches, options.jobs, options.stop, work, progress);
}

}  // namespace holdfast::vault
