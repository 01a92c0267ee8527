#include "cli/app.h"
#include "src/base/process.h"

int main(int argc, char** argv) {
  holdfast::harden_process();
  return holdfast::cli::run({argv, static_cast<std::size_t>(argc)});
}
