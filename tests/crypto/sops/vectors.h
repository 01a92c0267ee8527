// The SOPS vectors of fixtures/sops/manifest.json.
#pragma once

#include "crypto/encoding/hex.h"
#include "crypto/sops/data_key.h"
#include "src/base/json.h"
#include "tests/support/fixture.h"

#include <string_view>

namespace holdfast::test {

inline const Json& sops_manifest() {
  static const Json kManifest = Json::parse(read_fixture("sops/manifest.json"));
  return kManifest;
}

inline const Json& sops_vector(std::string_view id) {
  for (const Json& vector : sops_manifest().at("vectors").items()) {
    if (vector.at("id").text() == id) return vector;
  }
  throw Error(Code::Failed, "there is no such vector");
}

inline Bytes hex_member(const Json& object, std::string_view name) {
  return decode_hex(object.at(name).text()).value();
}

inline sops::DataKey data_key_of(const Json& vector) {
  const Bytes key = hex_member(vector, "data_key_hex");
  return sops::DataKey(std::span(key).first<sops::DataKey::kSize>());
}

}  // namespace holdfast::test
