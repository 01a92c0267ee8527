// A test program begins as the program does.

#define CATCH_CONFIG_RUNNER  // NOLINT(cppcoreguidelines-macro-usage): Catch2 leaves main to us
#include "src/base/process.h"
#include "tests/support/catch.h"

int main(int argc, char** argv) {
  holdfast::harden_process();
  return Catch::Session().run(argc, argv);
}
