// Recipients: whom an age file is encrypted to.
#pragma once

#include "crypto/age/stanza.h"

#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::age {

// A file key wrapped to one recipient.
struct Wrapped {
  std::vector<Stanza> stanzas;
  // Files may mix only recipients whose label sets are equal (age plugin protocol, "labels").
  std::set<std::string> labels = {};
};

// Thread-compatible: wrap() may be called from several threads at once.
class Recipient {
 public:
  Recipient() = default;
  Recipient(const Recipient&) = delete;
  Recipient& operator=(const Recipient&) = delete;
  Recipient(Recipient&&) = delete;
  Recipient& operator=(Recipient&&) = delete;
  virtual ~Recipient() = default;

  // Wraps the file key, freshly each time. At least one stanza.
  [[nodiscard]] virtual Wrapped wrap(const FileKey& file_key) const = 0;
  // The text form ("age1..."), or a word such as "passphrase" where there is none.
  [[nodiscard]] virtual std::string text() const = 0;
};

class PluginUi;

using RecipientPtr = std::unique_ptr<const Recipient>;
using Recipients = std::vector<RecipientPtr>;

// Reads "age1...", "age1pq1...", a plugin's "age1NAME1..." or an SSH public key's line. Throws
// Failed on a malformed recipient or one of a kind that is not supported; the text names the kind,
// and a hint says so when it is an identity (whose text is not repeated). `ui` answers what a
// plugin asks, and must outlive the recipient; without it nothing is answered.
[[nodiscard]] RecipientPtr parse_recipient(std::string_view text, PluginUi* ui = nullptr);

using Warn = std::function<void(std::string_view line)>;

// Reads a recipients file: one a line, "#" comments and empty lines skipped. SSH keys that are
// sound but cannot be recipients are left out, and `warn` is told. Throws Failed naming the line
// number, never its text.
[[nodiscard]] Recipients parse_recipients_file(std::string_view text,
                                               const Warn& warn = {},
                                               PluginUi* ui = nullptr);

}  // namespace holdfast::age
