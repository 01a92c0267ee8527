// The file key, and the stanzas that wrap it (age v1, "Recipient stanza").
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <string>
#include <vector>

namespace holdfast::age {

using FileKey = SecretKey<16, struct FileKeyRole>;

struct Stanza {
  std::string type;
  std::vector<std::string> args;
  Bytes body;

  friend bool operator==(const Stanza& one, const Stanza& other) = default;
};

}  // namespace holdfast::age
