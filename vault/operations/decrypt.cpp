#include "vault/operations/decrypt.h"

#include "crypto/sops/value_cipher.h"
#include "src/base/bytes.h"
#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/operations/comments.h"
#include "vault/operations/leaves.h"
#include "vault/operations/reencryption.h"
#include "vault/operations/value_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::vault {

namespace {

Error mac_fault(const std::string& text) {
  Error error(Code::Integrity, text);
  error.at_key("sops.mac");
  error.hint("compare with the file's history: a value, an order or the mac itself was changed");
  return error;
}

// Opens everything in the order of the text.
class Opening {
 public:
  Opening(const Document& document, const sops::DataKey& key)
      : tree_(document.tree()),
        metadata_(document.metadata()),
        selected_(tree_, metadata_.selection),
        cipher_(key),
        comments_(tree_, cipher_) {}

  OpenDocument run() {
    for_each_leaf(tree_, [this](NodeId id, std::string_view aad) {
      open_comments_before(tree_.node(id).span.begin);
      open_value(id, aad);
    });
    open_comments_before(UINT32_MAX);
    return std::move(open_);
  }

 private:
  void open_value(NodeId id, std::string_view aad) {
    const Node& node = tree_.node(id);
    if (node.type == ScalarType::Null) return;
    OpenValue value;
    value.node = id;
    if (selected_.node(id) && !is_empty_text(node)) {
      open_ciphertext(node, aad, value);
    } else {
      value.type = value_type(node.type);
      value.canonical = canonical(node.type, tree_.value(node));
    }
    open_.values.push_back(std::move(value));
  }

  [[nodiscard]] bool is_empty_text(const Node& node) const {
    return node.type == ScalarType::Str && tree_.value(node).empty();
  }

  void open_ciphertext(const Node& node, std::string_view aad, OpenValue& value) {
    try {
      const std::string_view text = tree_.value(node);
      if (node.type != ScalarType::Str || !resembles_ciphertext(text)) {
        throw Error(Code::Integrity, "a value in the clear where the file says encrypted")
            .hint("if the value is right, encrypt the file anew; it was readable by all until now");
      }
      const sops::EncryptedValue encrypted = sops::parse_encrypted_value(text);
      value.was_encrypted = true;
      value.type = encrypted.type;
      value.canonical = canonical_of_plain(encrypted.type, cipher_.decrypt(encrypted, aad));
    } catch (Error& error) {
      error.at_key(tree_.key_path(value.node));
      throw;
    }
  }

  void open_comments_before(std::uint32_t offset) {
    const std::vector<Comment>& all = tree_.comments();
    for (; next_comment_ < all.size() && all[next_comment_].span.begin < offset; ++next_comment_) {
      open_comment(next_comment_);
    }
  }

  void open_comment(std::size_t index) {
    const Comment& comment = tree_.comments()[index];
    const std::string_view text = tree_.value(comment);
    if (auto opened = comments_.open(comment)) {
      OpenValue value;
      value.comment = index;
      value.was_encrypted = true;
      value.type = sops::ValueType::Comment;
      value.canonical = std::move(*opened);
      open_.values.push_back(std::move(value));
    } else if (resembles_ciphertext(text)) {
      open_.unopened_comments.push_back(index);
      warn(comment, "an encrypted comment does not open and is passed through");
    } else if (selected_.comment(index) && !text.empty()) {
      warn(comment, "a comment in the clear where the file says encrypted");
    }
  }

  void warn(const Comment& comment, std::string_view why) {
    const std::string_view passed =
        tree_.text().substr(counted_to_, comment.span.begin - counted_to_);
    line_ += static_cast<std::size_t>(std::ranges::count(passed, '\n'));
    counted_to_ = comment.span.begin;
    open_.warnings.push_back(fmt::format("line {}: {}", line_, why));
  }

  const Tree& tree_;
  const Metadata& metadata_;
  SelectedNodes selected_;
  sops::ValueCipher cipher_;
  CommentReader comments_;
  OpenDocument open_;
  std::size_t next_comment_ = 0;
  std::size_t line_ = 1;  // of counted_to_
  std::uint32_t counted_to_ = 0;
};

SecretText decrypt_mac(const Metadata& metadata, const sops::DataKey& key) {
  try {
    const sops::EncryptedValue mac = sops::parse_encrypted_value(metadata.mac);
    if (mac.type != sops::ValueType::Str) throw mac_fault("the MAC is no text");
    return sops::ValueCipher(key).decrypt(mac, metadata.mac_aad);
  } catch (Error& error) {
    error.at_key("sops.mac");
    throw;
  }
}

}  // namespace

OpenDocument open_document(const Document& document, const sops::DataKey& key, MacCheck check) {
  OpenDocument open = Opening(document, key).run();
  if (check == MacCheck::Enforce) check_mac(document, open, key);
  return open;
}

void check_mac(const Document& document, const OpenDocument& open, const sops::DataKey& key) {
  const Metadata& metadata = document.metadata();
  if (metadata.mac.empty()) throw mac_fault("there is no MAC");
  const SecretText expected = decrypt_mac(metadata, key);
  const std::string computed = mac_text(open, metadata.selection);
  if (!equal_constant_time(expected.expose_bytes(), as_bytes(computed))) {
    throw mac_fault("the MAC does not hold: values were changed, added, removed or moved");
  }
}

}  // namespace holdfast::vault
