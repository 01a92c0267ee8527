#include "vault/document/document.h"

#include "src/base/error.h"
#include "src/base/file.h"
#include "vault/stores/binary_index.h"
#include "vault/stores/dotenv_index.h"
#include "vault/stores/ini_index.h"
#include "vault/stores/json_index.h"
#include "vault/stores/yaml_index.h"

#include <fmt/format.h>

namespace holdfast::vault {

namespace {

Tree index_text(std::string_view text, Format format) {
  switch (format) {
    case Format::Yaml:
      return index_yaml(text);
    case Format::Json:
      return index_json(text);
    case Format::Dotenv:
      return index_dotenv(text);
    case Format::Ini:
      return index_ini(text);
    case Format::Binary:
      break;
  }
  return index_binary(text);
}

}  // namespace

Document Document::parse(SecretText text, Format format) {
  if (text.size() > kMaxDocument) {
    throw Error(Code::Failed, fmt::format("more than {} bytes", kMaxDocument));
  }
  auto owned = std::make_unique<SecretText>(std::move(text));
  // An empty vector has no address, and C libraries are particular about that.
  const std::string_view view = owned->empty() ? std::string_view("") : owned->expose();
  Tree tree = index_text(view, format);
  return {std::move(owned), format, std::move(tree)};
}

Document::Document(std::unique_ptr<SecretText> text, Format format, Tree tree)
    : text_(std::move(text)),
      format_(format),
      tree_(std::move(tree)),
      metadata_(read_metadata(tree_)) {}

const Metadata& Document::metadata() const {
  if (!metadata_) throw Error(Code::Failed, "no sops block: the file is not encrypted");
  return *metadata_;
}

}  // namespace holdfast::vault
