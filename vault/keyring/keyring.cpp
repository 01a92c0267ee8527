#include "vault/keyring/keyring.h"

#include "crypto/shamir/shares.h"
#include "src/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace holdfast::vault {

namespace {

// What could be had of each group; the data key itself where there is one.
struct Opened {
  std::vector<std::optional<SecretBytes>> groups;
  std::size_t count = 0;
  std::vector<std::string> faults;  // of identities that cannot be used here
};

Opened open_groups(const Metadata& metadata, std::span<const Opener> with, const Gpg* gpg) {
  Opened opened;
  for (const KeyGroup& group : metadata.groups) {
    std::optional<SecretBytes>& secret = opened.groups.emplace_back();
    try {
      secret = open_group(group, with);
    } catch (const Error& error) {
      if (error.code() != Code::Failed) throw;
      opened.faults.emplace_back(error.what());
    }
    if (!secret && gpg != nullptr) secret = open_group(group, *gpg);
    if (opened.groups.back()) ++opened.count;
  }
  return opened;
}

std::size_t needed(const Metadata& metadata) {
  if (metadata.groups.size() == 1) return 1;
  return static_cast<std::size_t>(std::max(metadata.shamir_threshold, 2));
}

sops::DataKey combine(Opened opened) {
  if (opened.groups.size() == 1) return as_data_key(opened.groups.front()->expose());
  std::vector<SecretBytes> shares;
  for (std::optional<SecretBytes>& share : opened.groups) {
    if (share) shares.push_back(std::move(*share));
  }
  return as_data_key(shamir::combine(shares).expose());
}

std::string_view why_closed(const ForeignEntry& entry, bool gpg) {
  if (entry.kind != "pgp") return "not a kind that holdfast opens";
  return gpg ? "gpg does not open it" : "gpg was not asked (--gpg)";
}

std::string attempts(const KeyGroup& group, bool opened, bool any_identity, bool gpg) {
  if (opened) return "opened";
  std::vector<std::string> tried;
  for (const AgeEntry& entry : group.age) {
    tried.push_back(
        fmt::format("{}: {}", entry.recipient, any_identity ? "does not open" : "no identity"));
  }
  for (const ForeignEntry& entry : group.foreign) {
    tried.push_back(fmt::format("{} {}: {}", entry.kind, entry.names, why_closed(entry, gpg)));
  }
  return tried.empty() ? "has no entry" : fmt::format("{}", fmt::join(tried, ", "));
}

Error no_identity(const Metadata& metadata,
                  const Opened& opened,
                  bool any_identity,
                  bool gpg,
                  const std::vector<std::string>& notes) {
  std::string text = any_identity ? "none of the identities at hand opens it"
                                  : "there is no identity to open it with";
  if (metadata.groups.size() > 1) {
    text += fmt::format(" ({} of {} key groups needed, {} opened)",
                        needed(metadata),
                        metadata.groups.size(),
                        opened.count);
  }
  for (std::size_t at = 0; at < metadata.groups.size(); ++at) {
    const bool had = opened.groups[at].has_value();
    text +=
        fmt::format("; group {}: {}", at, attempts(metadata.groups[at], had, any_identity, gpg));
  }
  for (const std::string& fault : opened.faults) text += fmt::format("; {}", fault);
  for (const std::string& note : notes) text += fmt::format("; {}", note);
  Error error(Code::NoIdentity, std::move(text));
  error.hint("give an identity of one of these recipients, by --identity or SOPS_AGE_KEY_FILE");
  return error;
}

}  // namespace

void Keyring::add(age::IdentityPtr identity) {
  openers_.push_back({identity.get(), identity->recipient()});
  identities_.push_back(std::move(identity));
}

void Keyring::add(age::Identities identities) {
  for (age::IdentityPtr& identity : identities) add(std::move(identity));
}

void Keyring::note(std::string text) { notes_.push_back(std::move(text)); }

bool Keyring::has(std::string_view recipient) const {
  return std::ranges::find(openers_, recipient, &Opener::recipient) != openers_.end();
}

sops::DataKey Keyring::data_key(const Metadata& metadata) const {
  Opened opened = open_groups(metadata, openers_, gpg());
  if (opened.count < needed(metadata)) {
    throw no_identity(metadata, opened, !identities_.empty(), gpg() != nullptr, notes_);
  }
  return combine(std::move(opened));
}

std::optional<sops::DataKey> Keyring::try_data_key(const Metadata& metadata) const {
  Opened opened = open_groups(metadata, openers_, gpg());
  if (opened.count < needed(metadata)) return std::nullopt;
  return combine(std::move(opened));
}

}  // namespace holdfast::vault
