#include "keystore/signing/signed_file.h"

#include "crypto/ssh/signature.h"
#include "keystore/signing/record_json.h"
#include "src/base/file.h"

#include <algorithm>
#include <optional>
#include <system_error>

namespace holdfast::keystore {

namespace {

constexpr std::string_view kBegin = "-----BEGIN SSH SIGNATURE-----";
constexpr std::string_view kEnd = "-----END SSH SIGNATURE-----";
constexpr std::size_t kMaxSignatures = std::size_t{16} << 10U;  // bounds what a bad file costs

// How often a file and its signature are read anew before they count as broken: a writer that
// comes between twice in a row is rare, five times is none.
constexpr int kAttempts = 5;

// The file comes first: its signature then is that of the same content or of a newer one, which
// carries the one before.
struct Pair {
  std::string text;
  std::string signatures;
};

// Where the system does not let us look, reading says why.
bool is_there(const Path& file) {
  std::error_code unknown;
  return std::filesystem::exists(file, unknown) || unknown;
}

Pair read_pair(const Path& file) {
  Pair pair;
  pair.text = read_file(file, kMaxRecord);
  const Path signature = signature_of(file);
  if (is_there(signature)) pair.signatures = read_file(signature, kMaxSignatures);
  return pair;
}

std::optional<Pair> read_pair_if_there(const Path& file) {
  if (!is_there(file)) return std::nullopt;
  return read_pair(file);
}

// The block that is good for what lies there now, so that it stays good until `file` is replaced.
std::string block_to_keep(const Pair& now,
                          std::string_view name_space,
                          const Ed25519PublicKey& signer) {
  for (std::string& block : signature_blocks(now.signatures)) {
    if (ssh::verify(as_bytes(now.text), block, name_space, signer)) return std::move(block);
  }
  return {};
}

}  // namespace

std::vector<Path> json_files(const Path& folder) {
  std::vector<Path> files;
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  if (error == std::errc::no_such_file_or_directory) return files;
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const Path& file = entry->path();
    const bool hidden = file.filename().string().starts_with('.');
    if (file.extension() == ".json" && !hidden) files.push_back(file);
  }
  if (error)
    throw Error(Code::Failed, "cannot read the folder: " + error.message()).in_file(folder);
  std::ranges::sort(files);
  return files;
}

Path signature_of(const Path& file) {
  Path signature = file;
  signature += ".sig";
  return signature;
}

std::vector<std::string> signature_blocks(std::string_view signatures) {
  std::vector<std::string> blocks;
  while (true) {
    const std::size_t begin = signatures.find(kBegin);
    if (begin == std::string_view::npos) return blocks;
    const std::size_t end = signatures.find(kEnd, begin);
    if (end == std::string_view::npos) return blocks;
    const std::size_t after = end + kEnd.size();
    blocks.push_back(std::string(signatures.substr(begin, after - begin)) + "\n");
    signatures.remove_prefix(after);
  }
}

bool signature_holds(std::string_view text,
                     std::string_view signatures,
                     std::string_view name_space,
                     const Ed25519PublicKey& signer) {
  return std::ranges::any_of(signature_blocks(signatures), [&](const std::string& block) {
    return ssh::verify(as_bytes(text), block, name_space, signer);
  });
}

std::string read_self_signed(
    const Path& file,
    std::string_view name_space,
    const std::function<Ed25519PublicKey(const std::string& text)>& signer_of) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Pair pair = read_pair(file);
    if (signature_holds(pair.text, pair.signatures, name_space, signer_of(pair.text))) {
      return std::move(pair.text);
    }
  }
  throw Error(Code::Integrity, "its signature does not hold")
      .in_file(file)
      .hint("restore the file and its .sig from the keystore's history or a backup");
}

std::string read_signed(const Path& file,
                        std::string_view name_space,
                        const Ed25519PublicKey& signer) {
  return read_self_signed(file, name_space, [&signer](const std::string&) { return signer; });
}

void write_signed(const Path& file,
                  std::string_view text,
                  std::string_view signature,
                  std::string_view name_space,
                  const Ed25519PublicKey& signer) {
  make_private_folder(file.parent_path());
  const std::optional<Pair> now = read_pair_if_there(file);
  if (now && now->text == text && now->signatures.starts_with(signature)) {
    sync_folder(file.parent_path());  // the crash may have come between rename and flush
    return;
  }
  std::string signatures(signature);
  if (now && now->text != text) signatures += block_to_keep(*now, name_space, signer);
  write_file(signature_of(file), signatures, kPrivate);
  write_file(file, text, kPrivate);
}

}  // namespace holdfast::keystore
