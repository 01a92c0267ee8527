#include "vault/document/scalar.h"

#include "src/base/json.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "vault/stores/json_index.h"
#include "vault/stores/yaml_index.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>

namespace {

using namespace holdfast;
using namespace holdfast::vault;

std::string_view word_of(ScalarType type) {
  switch (type) {
    case ScalarType::Null:
      return "unencrypted";
    case ScalarType::Str:
      return "str";
    case ScalarType::Int:
      return "int";
    case ScalarType::Float:
      return "float";
    case ScalarType::Bool:
      return "bool";
    case ScalarType::Time:
      return "time";
  }
  return "";
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : as_bytes(bytes)) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

// What holdfast makes of `k: SOURCE`, in the words of the vectors.
struct Reading {
  std::string type;
  std::string canonical;
  std::string yaml;
};

Reading read_yaml(const std::string& source) {
  const std::string text = "k: " + source + "\n";
  const Tree tree = index_yaml(text);
  const Node& node = tree.node(1);
  const SecretText plain = canonical(node.type, tree.value(node));
  const auto spelled = spell_yaml(node.type, plain.expose());
  return {std::string(word_of(node.type)), std::string(plain.expose()), spelled.value_or("null")};
}

bool refuses(const std::string& text) {
  try {
    (void)index_yaml(text);
  } catch (const Error&) {
    return true;
  }
  return false;
}

double read_double(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

std::string canonical_text(ScalarType type, std::string_view text) {
  return std::string(canonical(type, text).expose());
}

}  // namespace

TEST_CASE("scalar: resolves as sops does", "[vault][document]") {
  const Json cases = Json::parse(test::read_fixture("sops/yaml-resolve.json"));
  CHECK(cases.items().size() == 97);
  for (const Json& one : cases.items()) {
    const std::string& source = one.at("source").text();
    CAPTURE(source);
    if (one.find("exit") != nullptr) {
      CHECK(refuses("k: " + source + "\n"));
      continue;
    }
    const Reading reading = read_yaml(source);
    CHECK(reading.type == one.at("type").text());
    CHECK(hex(reading.canonical) == one.text_or("plaintext_hex", ""));
    if (reading.type != "str") CHECK(reading.yaml + "\n" == one.at("yaml_out").text());
  }
}

TEST_CASE("scalar: numbers take the four forms of sops", "[vault][document]") {
  const Json cases = Json::parse(test::read_fixture("sops/number-forms.json"));
  CHECK(cases.items().size() == 30);
  for (const Json& one : cases.items()) {
    const std::string& source = one.at("source").text();
    CAPTURE(source);
    if (one.find("exit") != nullptr) {
      CHECK(refuses("k: " + source + "\n"));
      continue;
    }
    const Reading reading = read_yaml(source);
    CHECK(reading.type == one.at("type").text());
    CHECK(reading.canonical == one.at("cipher_and_mac_form").text());
    CHECK(reading.yaml == one.at("yaml").text());
    const ScalarType type = reading.type == "int" ? ScalarType::Int : ScalarType::Float;
    CHECK(spell_json(type, reading.canonical) == one.at("json").text());
  }
}

TEST_CASE("scalar: JSON numbers have the same canonical form", "[vault][document]") {
  const std::string text = R"({"a": -0, "b": 1.0, "c": 1E5, "d": 9223372036854775808, "e": -0.0})";
  const Tree tree = index_json(text);
  const auto at = [&](NodeId id) {
    return canonical_text(tree.node(id).type, tree.value(tree.node(id)));
  };
  CHECK(tree.node(1).type == ScalarType::Int);
  CHECK(at(1) == "0");
  CHECK(tree.node(2).type == ScalarType::Float);
  CHECK(at(2) == "1");
  CHECK(at(3) == "100000");
  CHECK(tree.node(4).type == ScalarType::Float);
  CHECK(at(4) == "9223372036854776000");
  CHECK(at(5) == "-0");
}

TEST_CASE("scalar: every double reads back from its canonical form", "[vault][document]") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    const std::string text = canonical_float(value);
    CAPTURE(text);
    REQUIRE(text.find_first_of("eE") == std::string::npos);
    REQUIRE(read_double(text) == value);
    REQUIRE(read_double(yaml_float(value)) == value);
    REQUIRE(read_double(json_float(value)) == value);
    REQUIRE(spell_yaml(ScalarType::Float, text) == yaml_float(value));
  }
}

TEST_CASE("scalar: integers keep to 64 bits", "[vault][document]") {
  CHECK(resolve_plain("9223372036854775807") == ScalarType::Int);
  CHECK(resolve_plain("-9223372036854775808") == ScalarType::Int);
  CHECK(test::code_of([] { (void)resolve_plain("9223372036854775808"); }) == Code::Failed);
  CHECK(test::code_of([] { (void)resolve_plain("0xFFFFFFFFFFFFFFFF"); }) == Code::Failed);
  CHECK(resolve_plain("+9223372036854775808") == ScalarType::Float);
  CHECK(resolve_plain("18446744073709551616") == ScalarType::Float);
  CHECK(resolve_plain("0x10000000000000000") == ScalarType::Str);
}

TEST_CASE("scalar: integers may be spelled in four bases", "[vault][document]") {
  CHECK(canonical_text(ScalarType::Int, "0x_1F") == "31");
  CHECK(canonical_text(ScalarType::Int, "-0o17") == "-15");
  CHECK(canonical_text(ScalarType::Int, "+0b1_01") == "5");
  CHECK(canonical_text(ScalarType::Int, "0_17") == "15");
  CHECK(canonical_text(ScalarType::Int, "1_000_") == "1000");
  CHECK(canonical_text(ScalarType::Float, "017") == "15");
  CHECK(canonical_text(ScalarType::Int, "0b-11") == "-3");
  CHECK(resolve_plain("0o+7") == ScalarType::Int);
  CHECK(resolve_plain("-0b-1") == ScalarType::Str);
  CHECK(resolve_plain("0x-1") == ScalarType::Str);
}

TEST_CASE("scalar: times keep their offset and lose zeros", "[vault][document]") {
  const auto time = [](std::string_view text) { return canonical_text(ScalarType::Time, text); };
  CHECK(time("2020-1-2") == "2020-01-02T00:00:00Z");
  CHECK(time("2020-01-02T03:04:05.1234567899+01:30") == "2020-01-02T03:04:05.123456789+01:30");
  CHECK(time("2020-01-02T03:04:05,500Z") == "2020-01-02T03:04:05.5Z");
  CHECK(time("2020-01-02T03:04:05-00:00") == "2020-01-02T03:04:05Z");
  CHECK(resolve_plain("2020-02-30") == ScalarType::Str);
  CHECK(resolve_plain("1900-02-29") == ScalarType::Str);
  CHECK(resolve_plain("2000-02-29") == ScalarType::Time);
  CHECK(resolve_plain("2020-01-02T24:00:00Z") == ScalarType::Str);
  CHECK(resolve_plain("2020-01-02T03:04:05z") == ScalarType::Str);
  CHECK(resolve_plain("2020-01-02T03:04:05Z ") == ScalarType::Str);
}

TEST_CASE("scalar: only canonical texts are spelled", "[vault][document]") {
  CHECK(spell_yaml(ScalarType::Int, "+007") == "7");
  CHECK(spell_yaml(ScalarType::Int, " 7") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Int, "0x7") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Int, "1_0") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Int, "9223372036854775808") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Bool, "t") == "true");
  CHECK(spell_yaml(ScalarType::Bool, "0") == "false");
  CHECK(spell_yaml(ScalarType::Bool, "yes") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Time, "2020-01-02") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Time, "2020-1-2T03:04:05Z") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Time, "2020-01-02T03:04:05.10Z") == "2020-01-02T03:04:05.1Z");
  CHECK(spell_yaml(ScalarType::Null, "") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Str, " any ") == " any ");
}

TEST_CASE("scalar: floats of a ciphertext may take any form of sops", "[vault][document]") {
  CHECK(spell_yaml(ScalarType::Float, "inf") == ".inf");
  CHECK(spell_yaml(ScalarType::Float, "-Infinity") == "-.inf");
  CHECK(spell_yaml(ScalarType::Float, "NaN") == ".nan");
  CHECK(spell_yaml(ScalarType::Float, "+NaN") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Float, "0x1.8p1") == "3");
  CHECK(spell_yaml(ScalarType::Float, "0x18") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Float, "1_000.5") == "1000.5");
  CHECK(spell_yaml(ScalarType::Float, "1__0") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Float, "_1") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Float, "1e400") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Float, "1e-400") == "0");
  CHECK(spell_yaml(ScalarType::Float, "0." + std::string(400, '0') + "1") == "0");
  CHECK(spell_yaml(ScalarType::Float, std::string(400, '1')) == std::nullopt);
  CHECK(spell_yaml(ScalarType::Float, "1e9223372036854775807") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Float, "1e-9223372036854775808") == "0");
  CHECK(spell_yaml(ScalarType::Float, "1e99999999999999999999") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Float, "1e-99999999999999999999") == "0");
  CHECK(spell_yaml(ScalarType::Float, "-+1") == std::nullopt);
  CHECK(spell_yaml(ScalarType::Float, "") == std::nullopt);
  CHECK(spell_json(ScalarType::Float, "inf") == std::nullopt);
  CHECK(spell_json(ScalarType::Float, "1e21") == "1e+21");
}
