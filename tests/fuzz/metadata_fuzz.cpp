// The `sops` block of a document, and what is told from a document without any key.

#include "src/base/error.h"
#include "vault/document/document.h"
#include "vault/operations/rewrite.h"

#include <cstdlib>

using namespace holdfast;

namespace {

void read(std::string_view text, vault::Format format) {
  try {
    const vault::Document document = vault::Document::parse(SecretText(text), format);
    if (!document.is_encrypted()) return;
    const vault::Metadata& metadata = document.metadata();
    for (const std::string& recipient : metadata.recipients()) {
      if (!metadata.lists(recipient)) std::abort();
    }
    if (metadata.mac_aad.empty() || metadata.groups.empty()) std::abort();
    if (vault::encrypts_nothing(document) && metadata.all_nodes.empty()) std::abort();
    static_cast<void>(vault::clear_values(document));
  } catch (const Error& error) {
    if (error.code() != Code::Failed) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(ByteView(data, size));
  read(text, vault::Format::Yaml);
  read(text, vault::Format::Json);
  read(text, vault::Format::Dotenv);
  read(text, vault::Format::Ini);
  return 0;
}
