// What every JSON file of a keystore has in common: its version, its kind, and how dates are
// written.
#pragma once

#include "src/base/clock.h"
#include "src/base/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::keystore {

// The largest JSON file of a keystore that is read.
inline constexpr std::size_t kMaxRecord = std::size_t{1} << 20U;

// {"holdfast-keystore": 1, "kind": KIND}. The kind keeps a file that was signed for one purpose
// from being taken for another.
[[nodiscard]] Json start_record(std::string_view kind);
// Throws Failed unless `json` starts so.
void check_record(const Json& json, std::string_view kind);

// The text of a file: pretty JSON and a line feed.
[[nodiscard]] std::string record_text(const Json& json);

[[nodiscard]] Json time_json(Time time);
// Throws Failed unless the member is a time as format_utc writes it.
[[nodiscard]] Time time_of(const Json& json);
[[nodiscard]] Json texts_json(const std::vector<std::string>& texts);
// Throws Failed unless `json` is a list of texts.
[[nodiscard]] std::vector<std::string> texts_of(const Json& json);

}  // namespace holdfast::keystore
