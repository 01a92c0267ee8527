// Points in time, to the second, and their RFC 3339 text.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast {

using Time = std::chrono::sys_seconds;

// Where the present comes from: the system's clock, or a fixed one in tests.
using Clock = std::function<Time()>;

// The system's clock.
[[nodiscard]] Time system_now();

// "2026-11-23T21:15:39Z".
[[nodiscard]] std::string format_utc(Time time);

// Reads exactly the form that format_utc writes; nullopt for anything else.
[[nodiscard]] std::optional<Time> parse_utc(std::string_view text);

}  // namespace holdfast
