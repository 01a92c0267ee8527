// A file FILE and its signature FILE.sig, such that `ssh-keygen -Y verify` checks it, and that a
// crash or a reader between the two writes does no harm. FILE.sig holds one or two armored
// signatures: the newest first, then that of the content before. It is replaced first, FILE after
// it, so that one of the signatures holds at any moment.
#pragma once

#include "crypto/primitives/ed25519.h"
#include "src/base/error.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::keystore {

// Namespaces of signatures: one made for one purpose is not good for another.
inline constexpr std::string_view kKeystoreSpace = "holdfast-keystore";  // keystore, operators
inline constexpr std::string_view kRecordSpace = "holdfast-record";      // keys/, clusters/
inline constexpr std::string_view kLogSpace = "holdfast-log";
inline constexpr std::string_view kBackupSpace = "holdfast-backup";

// The files NAME.json of a folder, sorted, without those whose name begins with a dot; none where
// there is no folder. Throws Failed.
[[nodiscard]] std::vector<Path> json_files(const Path& folder);

// Where the signature of `file` lies.
[[nodiscard]] Path signature_of(const Path& file);

// The armored signatures of a .sig file, in order. Text between them is left out.
[[nodiscard]] std::vector<std::string> signature_blocks(std::string_view signatures);

// True if one of the signatures in `signatures` is good for `text`.
[[nodiscard]] bool signature_holds(std::string_view text,
                                   std::string_view signatures,
                                   std::string_view name_space,
                                   const Ed25519PublicKey& signer);

// The content of `file` once its signature has been checked; a writer at work is no harm. Throws
// Integrity when no signature holds, Failed when the file cannot be read.
[[nodiscard]] std::string read_signed(const Path& file,
                                      std::string_view name_space,
                                      const Ed25519PublicKey& signer);
// The same for a file that names its own signer.
[[nodiscard]] std::string read_self_signed(
    const Path& file,
    std::string_view name_space,
    const std::function<Ed25519PublicKey(const std::string& text)>& signer_of);

// Writes `text` and its armored `signature`, synced, mode 0600; the folder is made when missing.
// Doing so again changes nothing. Throws Failed.
void write_signed(const Path& file,
                  std::string_view text,
                  std::string_view signature,
                  std::string_view name_space,
                  const Ed25519PublicKey& signer);

}  // namespace holdfast::keystore
