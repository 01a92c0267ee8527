// A program age-plugin-NAME for one test, and PATH so that it is found.
#pragma once

#include "tests/support/temp_dir.h"

#include <string>
#include <string_view>

namespace holdfast::test {

class ToyPlugin {
 public:
  // `script` is for sh, and runs once our side has said "done": $mode is the state machine, $key
  // the line after "-> wrap-file-key" or after a stanza of type NAME.
  ToyPlugin(const std::string& name, std::string_view script);
  ToyPlugin(const ToyPlugin&) = delete;
  ToyPlugin& operator=(const ToyPlugin&) = delete;
  ToyPlugin(ToyPlugin&&) = delete;
  ToyPlugin& operator=(ToyPlugin&&) = delete;
  ~ToyPlugin();

 private:
  TempDir folder_;
  std::string path_before_;
};

// What the script of a good plugin says: it "wraps" the file key in the clear.
inline constexpr const char* kGoodPlugin = R"(
  if [ "$mode" = --age-plugin=recipient-v1 ]; then printf -- '-> recipient-stanza 0 %s\n%s\n' "$name" "$key"
  elif [ -n "$key" ]; then printf -- '-> file-key 0\n%s\n' "$key"; fi
  [ -z "$key" ] || { read -r answer && read -r nothing; }
  printf -- '-> done\n\n')";

}  // namespace holdfast::test
