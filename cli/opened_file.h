// An encrypted file that a command works on, opened with whatever identities are at hand.
#pragma once

#include "cli/context.h"
#include "cli/sops_file.h"
#include "crypto/sops/data_key.h"
#include "vault/operations/decrypt.h"

namespace holdfast::cli {

// The data key of a file: by the identities that sops would find, by gpg with --gpg, and by the
// keystore's keys that the file lists. The keystore is only opened, and its passphrase asked for,
// when it has one of them. Throws NoIdentity.
[[nodiscard]] sops::DataKey open_data_key(const vault::Metadata& metadata, Context& context);

struct OpenedFile {
  vault::Document document;
  sops::DataKey key;
  vault::OpenDocument open;

  // Good until the file is moved.
  [[nodiscard]] vault::Opened view() const { return {document, open, key}; }
};

// Reads, decrypts and checks a file; with MacCheck::Ignore a loud warning is given. Warnings of the
// file are shown, errors name it.
[[nodiscard]] OpenedFile open_file(const FileOptions& options,
                                   vault::MacCheck check,
                                   Context& context);

}  // namespace holdfast::cli
