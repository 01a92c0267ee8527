// Runs a command that reads a plaintext from a file which only it sees.
#pragma once

#include "cli/context.h"
#include "src/base/secret.h"

#include <string>

namespace holdfast::cli {

struct SecretFileRun {
  std::string command;                 // for /bin/sh; each "{}" in it becomes the file's path
  std::string file_name = "tmp-file";  // relative, without ".."
  bool fifo = true;                    // else a file of mode 0600, in memory where that can be
};

// The command's exit code. The file lies in a folder of mode 0700 that is gone afterwards. Throws
// Usage for a file name that leads elsewhere.
[[nodiscard]] int run_with_secret_file(const SecretFileRun& run,
                                       const SecretText& content,
                                       const Context& context);

}  // namespace holdfast::cli
