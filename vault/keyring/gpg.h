// Data keys under PGP keys, by the user's own gpg program, as sops has it.
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace holdfast::vault {

// Runs `gpg` with the user's key ring, and so asks a person where its agent does. Made only where
// the user asked for it or a file lists a PGP key.
class Gpg {
 public:
  // The program: $SOPS_GPG_EXEC, else "gpg" (IdentitySources::gpg_program).
  explicit Gpg(std::string program) : program_(std::move(program)) {}

  // What an armored PGP message holds; nullopt when gpg is not there or cannot decrypt it.
  [[nodiscard]] std::optional<SecretBytes> open(std::string_view enc) const;
  // An armored PGP message that holds `secret` for the key with that fingerprint. Throws Failed,
  // naming the fingerprint, when gpg is not there or does not know the key.
  [[nodiscard]] std::string wrap(std::string_view fingerprint, ByteView secret) const;

 private:
  std::string program_;
};

}  // namespace holdfast::vault
