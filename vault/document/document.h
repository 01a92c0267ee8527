// A structured document: its text, the tree of spans over it, and its metadata.
#pragma once

#include "crypto/sops/data_key.h"
#include "src/base/secret.h"
#include "vault/document/format.h"
#include "vault/document/metadata.h"
#include "vault/document/tree.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::vault {

// Move-only; the tree views the text that the document owns.
class Document {
 public:
  // Throws Failed for text that does not parse, or is more than kMaxDocument bytes.
  [[nodiscard]] static Document parse(SecretText text, Format format);

  [[nodiscard]] Format format() const noexcept { return format_; }
  [[nodiscard]] std::string_view text() const noexcept { return text_->expose(); }
  [[nodiscard]] const Tree& tree() const noexcept { return tree_; }
  [[nodiscard]] bool is_encrypted() const noexcept { return metadata_.has_value(); }
  // Throws Failed "no sops block: the file is not encrypted" when there is none.
  [[nodiscard]] const Metadata& metadata() const;

 private:
  Document(std::unique_ptr<SecretText> text, Format format, Tree tree);
  std::unique_ptr<SecretText>
      text_;  // on the heap, so that moving the document keeps the views good
  Format format_;
  Tree tree_;
  std::optional<Metadata> metadata_;
};

}  // namespace holdfast::vault
