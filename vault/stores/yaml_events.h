// libyaml's events with their places as byte spans.
#pragma once

#include "vault/document/tree.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace holdfast::vault {

enum class YamlEventKind : std::uint8_t {
  DocumentStart,
  DocumentEnd,
  Alias,
  Scalar,
  MapStart,
  MapEnd,
  ListStart,
  ListEnd,
  StreamEnd,
};

struct YamlEvent {
  YamlEventKind kind = YamlEventKind::StreamEnd;
  Span span;               // from the first property; "---" and "..." of documents, if not implicit
  std::string_view value;  // of a scalar; all views hold until the next event is read
  std::string_view anchor;  // of an alias: the name that it refers to
  std::string_view tag;     // with its handle resolved, "tag:yaml.org,2002:str"; empty if none
  Style style = Style::Plain;
  bool implicit = false;  // of a document's start or end: no token stands for it
};

// Reads the events of one text, which must be UTF-8 and outlive this.
class YamlEvents {
 public:
  explicit YamlEvents(std::string_view text);
  YamlEvents(const YamlEvents&) = delete;
  YamlEvents& operator=(const YamlEvents&) = delete;
  YamlEvents(YamlEvents&&) = delete;
  YamlEvents& operator=(YamlEvents&&) = delete;
  ~YamlEvents();

  // The next event; after StreamEnd there is none. Throws Failed "line L, column C: why".
  [[nodiscard]] const YamlEvent& next();

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace holdfast::vault
