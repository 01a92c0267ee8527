// Opens the encrypted comments of a document.
#pragma once

#include "crypto/sops/value_cipher.h"
#include "src/base/secret.h"
#include "vault/document/tree.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace holdfast::vault {

// True if the text of a comment (after '#') is a ciphertext, or was one before a formatter put
// blanks in front of it.
[[nodiscard]] bool resembles_ciphertext(std::string_view comment) noexcept;

// The additional data that a comment is bound to: its owner's path.
[[nodiscard]] std::string comment_aad(const Tree& tree, const Comment& comment);

// Which container a comment belongs to, and so which path it is bound to, depends on the text
// around it; sops itself errs at times. So the owner's path is tried first, then that of every
// other container of the comment's document.
class CommentReader {
 public:
  CommentReader(const Tree& tree, const sops::ValueCipher& cipher) : tree_(tree), cipher_(cipher) {}

  // The comment's text; nullopt when it is no ciphertext or opens under no path of the document.
  [[nodiscard]] std::optional<SecretText> open(const Comment& comment);

 private:
  [[nodiscard]] const std::set<std::string>& paths(std::uint32_t document);

  const Tree& tree_;
  const sops::ValueCipher& cipher_;
  std::map<std::uint32_t, std::set<std::string>> paths_;  // distinct ones of a document
  std::size_t attempts_left_ = 1'000'000;                 // a hostile file must not choose our time
};

}  // namespace holdfast::vault
