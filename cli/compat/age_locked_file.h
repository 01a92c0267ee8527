// An identity file that is itself encrypted with a passphrase.
#pragma once

#include "crypto/age/identity.h"
#include "src/base/secret.h"

#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace holdfast::cli {

class LockedIdentityFile final : public age::Identity {
 public:
  using Ask = std::function<SecretText()>;

  LockedIdentityFile(SecretText file, Ask ask) : file_(std::move(file)), ask_(std::move(ask)) {}

  // Asks once, when it is the first time an identity's turn. Throws Failed for a wrong passphrase,
  // and from then on again.
  [[nodiscard]] std::optional<age::FileKey> unwrap(
      std::span<const age::Stanza> stanzas) const override;
  [[nodiscard]] std::string recipient() const override { return {}; }
  // What is inside. Throws the same.
  [[nodiscard]] const age::Identities& opened() const;

 private:
  [[nodiscard]] age::Identities open() const;

  SecretText file_;
  Ask ask_;
  mutable std::mutex mutex_;
  mutable std::optional<age::Identities> identities_;
  mutable std::exception_ptr failure_;
};

}  // namespace holdfast::cli
