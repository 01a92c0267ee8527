// An encrypted document of a test, opened with the throw-away key 1.
#pragma once

#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "vault/keyring/keyring.h"
#include "vault/operations/decrypt.h"
#include "vault/operations/encrypt.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::test {

inline constexpr std::string_view kToyKey1 =
    "age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846";
inline constexpr std::string_view kToyKey2 =
    "age1tdhfy7u5vt5qpr925xle9w6zvddspav4plmp4rcjqc0wvahpna8q2k0f4n";

inline vault::Keyring toy_keyring(const std::string& key = "key1") {
  vault::Keyring ours;
  ours.add(age::parse_identity_file(read_fixture("sops/" + key + ".txt")));
  return ours;
}

class ToyFile {
 public:
  explicit ToyFile(std::string text, vault::Format format = vault::Format::Yaml)
      : document_(
            std::make_unique<vault::Document>(vault::Document::parse(SecretText(text), format))),
        key_(toy_keyring().data_key(document_->metadata())),
        open_(vault::open_document(*document_, key_, vault::MacCheck::Enforce)) {}

  static ToyFile encrypt(std::string_view plain,
                         vault::Format format = vault::Format::Yaml,
                         const vault::Selection& selection = {}) {
    const vault::EncryptionPlan plan{
        .groups = {{std::string(kToyKey1)}}, .shamir_threshold = 0, .selection = selection};
    const auto encrypted =
        vault::encrypt_document(vault::Document::parse(SecretText(plain), format), plan, Time{});
    return ToyFile(std::string(encrypted.text.expose()), format);
  }

  [[nodiscard]] vault::Opened opened() const { return {*document_, open_, key_}; }
  [[nodiscard]] const vault::Document& document() const { return *document_; }
  [[nodiscard]] const vault::OpenDocument& open() const { return open_; }
  [[nodiscard]] std::string text() const { return std::string(document_->text()); }
  [[nodiscard]] std::string plain() const {
    return std::string(vault::plain_text(*document_, open_).expose());
  }
  // What stands at a key path ("a.b").
  [[nodiscard]] std::string ciphertext(std::string_view key_path) const {
    const vault::Tree& tree = document_->tree();
    for (vault::NodeId id = 0; id < tree.nodes().size(); ++id) {
      if (tree.key_path(id) == key_path) return std::string(tree.value(tree.node(id)));
    }
    FAIL("nothing at " << key_path);
    return {};
  }

 private:
  std::unique_ptr<vault::Document> document_;
  sops::DataKey key_;
  vault::OpenDocument open_;
};

inline std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    all.emplace_back(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
  return all;
}

// The lines of `after` that are not those of `before`, which has as many.
inline std::vector<std::string> lines_that_differ(std::string_view before, std::string_view after) {
  const std::vector<std::string> old_lines = lines_of(before);
  const std::vector<std::string> new_lines = lines_of(after);
  REQUIRE(old_lines.size() == new_lines.size());
  std::vector<std::string> differ;
  for (std::size_t i = 0; i < new_lines.size(); ++i) {
    if (old_lines[i] != new_lines[i]) differ.push_back(new_lines[i]);
  }
  return differ;
}

}  // namespace holdfast::test
