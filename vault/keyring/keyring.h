// The identities at hand, and the data keys that they open.
#pragma once

#include "crypto/age/identity.h"
#include "crypto/sops/data_key.h"
#include "vault/document/metadata.h"
#include "vault/keyring/gpg.h"
#include "vault/keyring/wrap.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::vault {

// Thread-compatible: data_key() may be called from several threads at once.
class Keyring {
 public:
  void add(age::IdentityPtr identity);
  void add(age::Identities identities);
  // Lets the data key of files that list PGP keys be opened by gpg too.
  void use_gpg(Gpg gpg) { gpg_ = std::move(gpg); }
  [[nodiscard]] const Gpg* gpg() const noexcept { return gpg_ ? &*gpg_ : nullptr; }
  // A note for the error text when nothing opens a file: a source that failed or was not found.
  void note(std::string text);

  [[nodiscard]] bool empty() const noexcept { return identities_.empty(); }
  // Gives the identities away.
  [[nodiscard]] age::Identities take() { return std::move(identities_); }
  // The identities, borrowed.
  [[nodiscard]] const age::Identities& identities() const noexcept { return identities_; }
  [[nodiscard]] bool has(std::string_view recipient) const;

  // The data key of a file. Entries whose recipient is one of ours are tried first; with several
  // key groups, enough shares are combined. Throws NoIdentity, listing for each group what was
  // tried, what is missing and which identities could not be used; Integrity when an entry of ours
  // is damaged.
  [[nodiscard]] sops::DataKey data_key(const Metadata& metadata) const;
  // The same; nullopt in the place of NoIdentity.
  [[nodiscard]] std::optional<sops::DataKey> try_data_key(const Metadata& metadata) const;

 private:
  age::Identities identities_;
  std::vector<Opener> openers_;  // of identities_, in the same order
  std::vector<std::string> notes_;
  std::optional<Gpg> gpg_;
};

}  // namespace holdfast::vault
