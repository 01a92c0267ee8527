#include "keystore/audit/log_check.h"

#include "keystore/audit/log_chain.h"
#include "keystore/signing/signed_file.h"

namespace holdfast::keystore {

LogReport verify_log(const Path& folder,
                     const Ed25519PublicKey& signer,
                     const std::vector<std::string>& anchors) {
  LogReport report;
  LogChain chain;
  for (const std::string& hash : log_hashes(folder)) {
    const Path file = log_file(folder, hash);
    try {
      chain.add(hash, read_entry(folder, hash));
      static_cast<void>(read_signed(file, kLogSpace, signer));
    } catch (const Error& error) {
      report.findings.emplace_back(error.what());
    }
  }
  for (const std::string& hash : chain.missing()) {
    if (std::filesystem::exists(log_file(folder, hash))) continue;  // damaged: reported above
    report.findings.push_back("entry " + hash +
                              " is not there, but another names it as its parent");
  }
  for (const std::string& hash : anchors) {
    if (!chain.contains(hash)) {
      report.findings.push_back("entry " + hash + " is not there, but was recorded as a head");
    }
  }
  report.entries = chain.size();
  report.heads = chain.heads();
  return report;
}

}  // namespace holdfast::keystore
