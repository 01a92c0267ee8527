#include "cli/first_text.h"

namespace holdfast::cli {

SecretText first_text(vault::Format format) {
  switch (format) {
    case vault::Format::Yaml:
      return SecretText("key: value\n");
    case vault::Format::Json:
      return SecretText("{\n\t\"key\": \"value\"\n}\n");
    case vault::Format::Dotenv:
      return SecretText("KEY=value\n");
    case vault::Format::Ini:
      return SecretText("[section]\nkey = value\n");
    case vault::Format::Binary:
      break;
  }
  return {};
}

}  // namespace holdfast::cli
