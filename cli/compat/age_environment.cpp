#include "cli/compat/age_environment.h"

#include "src/base/error.h"
#include "src/base/process.h"
#include "src/base/work_pool.h"

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace holdfast::cli {

namespace {

constexpr unsigned kMostJobs = 1024;

unsigned parse_jobs(std::string_view text) {
  unsigned jobs = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), jobs);
  const bool number = fault == std::errc{} && end == text.data() + text.size();
  if (number && jobs >= 1 && jobs <= kMostJobs) return jobs;
  throw Error(Code::Failed, "HOLDFAST_JOBS is not a number from 1 to 1024");
}

}  // namespace

AgeEnvironment AgeEnvironment::read() {
  AgeEnvironment result;
  result.passphrase = take_secret_variable("HOLDFAST_PASSPHRASE");
  const char* jobs = ::getenv("HOLDFAST_JOBS");  // NOLINT(concurrency-mt-unsafe): no thread yet
  result.jobs = jobs == nullptr ? all_cores() : parse_jobs(jobs);
  return result;
}

}  // namespace holdfast::cli
