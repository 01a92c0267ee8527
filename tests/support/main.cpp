#define CATCH_CONFIG_MAIN  // NOLINT(cppcoreguidelines-macro-usage): how Catch2 2 is given a main
#include "tests/support/catch.h"
