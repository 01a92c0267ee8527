#include "vault/keyring/gpg.h"

#include "src/base/error.h"
#include "src/base/process.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::vault {

namespace {

constexpr std::size_t kMaxMessage = std::size_t{1} << 20U;
constexpr std::size_t kMaxSecret = 4096;  // a data key, or a share of one

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// What gpg would take for an option, a mail address or a file is no fingerprint.
void require_fingerprint(std::string_view text) {
  if (text.size() >= 8 && std::ranges::all_of(text, is_hex)) return;
  throw Error(Code::Failed, fmt::format("\"{}\" is no fingerprint of a PGP key", text));
}

}  // namespace

std::optional<SecretBytes> Gpg::open(std::string_view enc) const {
  try {
    const ChildResult result = run_child({program_, "--quiet", "--decrypt"}, enc, kMaxSecret);
    if (result.exit_code != 0) return std::nullopt;
    return SecretBytes(result.output.expose_bytes());
  } catch (const Error&) {
    return std::nullopt;  // it is not installed: another key of the file may open it
  }
}

std::string Gpg::wrap(std::string_view fingerprint, ByteView secret) const {
  require_fingerprint(fingerprint);
  // The file says whom it is for; whether gpg trusts that key is not asked, as sops does not.
  const ChildResult result = run_child({program_,
                                        "--no-default-recipient",
                                        "--no-encrypt-to",
                                        "--batch",
                                        "--yes",
                                        "--trust-model",
                                        "always",
                                        "--armor",
                                        "--encrypt",
                                        "--recipient",
                                        std::string(fingerprint)},
                                       as_text(secret),
                                       kMaxMessage);
  if (result.exit_code != 0 || result.output.empty()) {
    throw Error(Code::Failed,
                fmt::format("{} cannot encrypt for the PGP key {}", program_, fingerprint))
        .hint(fmt::format("import it: {} --recv-keys {}", program_, fingerprint));
  }
  return std::string(result.output.expose());
}

}  // namespace holdfast::vault
