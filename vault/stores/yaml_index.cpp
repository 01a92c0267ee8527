#include "vault/stores/yaml_index.h"

#include "src/base/bytes.h"
#include "src/base/error.h"
#include "src/base/file.h"
#include "vault/stores/yaml_builder.h"
#include "vault/stores/yaml_events.h"
#include "vault/stores/yaml_spans.h"

namespace holdfast::vault {

namespace {

void refuse_unreadable(std::string_view text) {
  if (text.size() > kMaxDocument) throw Error(Code::Failed, "larger than 256 MiB");
  if (!is_ascii(text) && !is_utf8(as_bytes(text))) throw Error(Code::Failed, "not UTF-8 text");
}

}  // namespace

Tree index_yaml(std::string_view text) {
  refuse_unreadable(text);
  YamlEvents events(text);
  YamlBuilder builder(text);
  for (;;) {
    const YamlEvent& event = events.next();
    if (event.kind == YamlEventKind::StreamEnd) return builder.finish();
    builder.add(event);
  }
}

}  // namespace holdfast::vault
