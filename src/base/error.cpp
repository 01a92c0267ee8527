#include "src/base/error.h"

#include <algorithm>
#include <array>
#include <utility>

namespace holdfast {

struct Error::Details {
  Code code;
  std::string file;
  std::string key;
  std::string text;
  std::string advice;
  std::string full;

  void compose() {
    full.clear();
    if (!file.empty()) full += file + ": ";
    if (!key.empty()) full += key + ": ";
    full += text;
  }
};

Error::Error(Code code, std::string text)
    : details_(std::make_shared<Details>(Details{code, {}, {}, std::move(text), {}, {}})) {
  details_->compose();
}

Error& Error::in_file(const Path& file) {
  if (details_->file.empty()) details_->file = file.string();
  details_->compose();
  return *this;
}

Error& Error::at_key(std::string_view key_path) {
  if (details_->key.empty()) details_->key = key_path;
  details_->compose();
  return *this;
}

Error& Error::hint(std::string_view advice) {
  if (details_->advice.empty()) details_->advice = advice;
  return *this;
}

Code Error::code() const noexcept { return details_->code; }
const char* Error::what() const noexcept { return details_->full.c_str(); }
const std::string& Error::advice() const noexcept { return details_->advice; }
const std::string& Error::file() const noexcept { return details_->file; }

Code graver(Code one, Code other) noexcept {
  constexpr std::array kOrder{Code::Integrity,
                              Code::Refused,
                              Code::NoIdentity,
                              Code::Stopped,
                              Code::Locked,
                              Code::Failed,
                              Code::Usage};
  return *std::ranges::find_if(kOrder, [&](Code code) { return code == one || code == other; });
}

}  // namespace holdfast
