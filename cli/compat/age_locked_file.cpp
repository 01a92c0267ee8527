#include "cli/compat/age_locked_file.h"

#include "cli/compat/age_news.h"
#include "crypto/age/decrypt.h"
#include "crypto/age/scrypt_passphrase.h"
#include "src/base/error.h"

#include <memory>
#include <vector>

namespace holdfast::cli {

namespace {

constexpr std::string_view kFailed = "failed to decrypt identity file";

}  // namespace

age::Identities LockedIdentityFile::open() const {
  const ByteView file = file_.expose_bytes();
  if (age::stanza_types(file) != std::vector<std::string>{"scrypt"}) {
    throw Error(Code::Failed, "identity file is encrypted with age but not with a passphrase");
  }
  const age::ScryptIdentity passphrase(ask_());
  const age::Identity* const borrowed = &passphrase;
  const auto text = age::try_decrypt(file, {&borrowed, 1});
  if (!text) throw Error(Code::Failed, "incorrect passphrase");
  return age::parse_identity_file(text->expose());
}

const age::Identities& LockedIdentityFile::opened() const {
  const std::scoped_lock one_at_a_time(mutex_);
  if (failure_) std::rethrow_exception(failure_);
  if (identities_) return *identities_;
  try {
    return identities_.emplace(open());
  } catch (const Error& error) {
    failure_ = std::make_exception_ptr(with_context(kFailed, error));
  }
  std::rethrow_exception(failure_);
}

std::optional<age::FileKey> LockedIdentityFile::unwrap(std::span<const age::Stanza> stanzas) const {
  for (const age::IdentityPtr& identity : opened()) {
    auto file_key = identity->unwrap(stanzas);
    if (file_key) return file_key;
  }
  return std::nullopt;
}

}  // namespace holdfast::cli
