// The keystore's JSON files: whatever parses prints as itself.

#include "keystore/audit/log_entry.h"
#include "keystore/signing/record_json.h"
#include "keystore/store/key_record.h"
#include "keystore/store/settings.h"
#include "src/base/error.h"

#include <cstdlib>
#include <functional>

using namespace holdfast;
using namespace holdfast::keystore;

namespace {

// `reprint` parses and prints; a second round must change nothing.
void try_form(std::string_view text, const std::function<Json(const Json&)>& reprint) {
  try {
    const Json printed = reprint(Json::parse(text));
    const Json again = reprint(Json::parse(record_text(printed)));
    if (again != printed) std::abort();
  } catch (const Error& error) {
    if (error.code() != Code::Failed) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  try_form(text, [](const Json& json) { return KeyRecord::parse(json).print(); });
  try_form(text, [](const Json& json) { return ClusterRecord::parse(json).print(); });
  try_form(text, [](const Json& json) { return LogEntry::parse(json).print(); });
  try_form(text, [](const Json& json) { return Settings::parse(json).print(); });
  try_form(text, [](const Json& json) { return print_operators(parse_operators(json)); });
  return 0;
}
