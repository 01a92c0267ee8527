// Whatever document can be read is encrypted and restored to the same values, or refused.

#include "crypto/age/identity.h"
#include "src/base/clock.h"
#include "src/base/error.h"
#include "vault/keyring/keyring.h"
#include "vault/operations/decrypt.h"
#include "vault/operations/encrypt.h"
#include "vault/operations/rewrite.h"

#include <array>
#include <cstdlib>
#include <iostream>

using namespace holdfast;

namespace {

const vault::Keyring& keyring() {
  static const vault::Keyring kKeyring = [] {
    vault::Keyring ours;
    ours.add(age::parse_identity(
        "AGE-SECRET-KEY-127MEZ2MS9Z206TDFMFMDKCTNQ2G4Z39PATDM6EFH8QZR8XJLXWUQV4DU56"));
    return ours;
  }();
  return kKeyring;
}

std::string restored(std::string_view text, vault::Format format) {
  const auto document = vault::Document::parse(SecretText(text), format);
  const auto key = keyring().data_key(document.metadata());
  const auto open = vault::open_document(document, key, vault::MacCheck::Enforce);
  return std::string(vault::plain_text(document, open).expose());
}

void round_trip(std::string_view text, vault::Format format, const vault::Selection& selection) {
  try {
    const auto plain = vault::Document::parse(SecretText(text), format);
    const std::string recipient = keyring().identities().front()->recipient();
    const vault::EncryptionPlan plan{
        .groups = {{recipient}}, .shamir_threshold = 0, .selection = selection};
    const auto encrypted = vault::encrypt_document(plain, plan, Time{});
    const std::string back = restored(encrypted.text.expose(), format);
    const bool exact = format == vault::Format::Dotenv || format == vault::Format::Binary;
    if (exact && back != text) std::abort();

    const auto document = vault::Document::parse(SecretText(encrypted.text.expose()), format);
    const auto key = keyring().data_key(document.metadata());
    const auto anew =
        vault::rotate_data_key(document, key, {}, Time{}, {keyring().identities().front().get()});
    if (restored(anew.expose(), format) != back) std::abort();
  } catch (const Error& error) {
    if (error.code() == Code::Failed || error.code() == Code::Refused) return;
    std::cerr << error.what() << '\n';
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = as_text(ByteView(data, size)).substr(1);
  const vault::Selection by_key{.kind = vault::SelectionKind::EncryptedRegex, .pattern = "[a-m]"};
  constexpr std::array kFormats{vault::Format::Yaml,
                                vault::Format::Json,
                                vault::Format::Dotenv,
                                vault::Format::Ini,
                                vault::Format::Binary};
  round_trip(text,
             kFormats.at((data[0] >> 1U) % kFormats.size()),
             (data[0] & 1U) != 0 ? by_key : vault::Selection{});
  return 0;
}
