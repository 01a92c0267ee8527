// Programs of others (sops, age, git) that interop tests run where they are installed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace holdfast::test {

// The path of a program: from the environment (HOLDFAST_SOPS for "sops"), else from PATH. Where
// there is none the test warns "skipped: sops is not installed" and gets nullopt, so that it can
// return; with HOLDFAST_REQUIRE_INTEROP set it fails instead.
[[nodiscard]] std::optional<std::string> peer_program(std::string_view name);

// The same outcome for what a program that is there cannot do, being too old for instance.
void peer_is_absent(const std::string& what);

}  // namespace holdfast::test
