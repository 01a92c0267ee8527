// The splices that put every ciphertext of a document under another data key.
#pragma once

#include "crypto/sops/value_cipher.h"
#include "src/base/clock.h"
#include "vault/document/document.h"
#include "vault/operations/decrypt.h"
#include "vault/stores/text_patch.h"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// The text that the MAC of a document with these values vouches for.
[[nodiscard]] std::string mac_text(const OpenDocument& open, const Selection& selection);

// Throws Refused, naming its line, for an encrypted comment that opened under no path: under
// another data key nobody could open it again.
void refuse_lost_comments(const Document& document, const OpenDocument& open);

// Of an opened document. What it is made from must outlive it.
class Reencryption {
 public:
  Reencryption(const Document& document,
               const OpenDocument& open,
               const sops::DataKey& key,
               Time now);

  // Every ciphertext anew, in the style of the token that it stands in. Comments are bound to the
  // path of their owner, whatever path they were found under.
  [[nodiscard]] std::vector<Splice> values() const;
  // The mac and lastmodified of one `sops` block.
  [[nodiscard]] std::vector<Splice> vouchers(const Metadata& block) const;

 private:
  void add_value(const OpenValue& value, std::string_view aad, std::vector<Splice>& splices) const;
  void add_comment(const OpenValue& value, std::vector<Splice>& splices) const;

  const Document& document_;
  const OpenDocument& open_;
  sops::ValueCipher cipher_;
  std::string_view line_break_;
  std::string lastmodified_;
  std::string mac_;  // encrypted once, so that all blocks are alike
};

}  // namespace holdfast::vault
