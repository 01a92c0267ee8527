#include "keystore/store/key_record.h"

#include "keystore/signing/record_json.h"
#include "tests/support/catch.h"
#include "tests/support/toy_keystore.h"

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::code_of;

namespace {

Time at(std::string_view text) { return parse_utc(text).value(); }

KeyRecord sample_key() {
  KeyRecord record;
  record.recipient = test::ToyIdentity::make().recipient;
  record.cluster = "prod-1";
  record.origin = "generated";
  record.by = "a@b";
  record.dates["created"] = at("2026-01-02T03:04:05Z");
  record.enter(KeyState::Active, at("2026-01-03T03:04:05Z"));
  record.backups.push_back({"/backups", "n", "00ff", at("2026-01-04T03:04:05Z")});
  record.compromised = at("2026-01-05T03:04:05Z");
  return record;
}

ClusterRecord sample_cluster() {
  ClusterRecord record;
  record.cluster = "prod-1";
  record.rotation = RotationState{.id = "0123",
                                  .old_recipient = test::ToyIdentity::make().recipient,
                                  .new_recipient = test::ToyIdentity::make().recipient,
                                  .phase = "expanded",
                                  .by = "a@b",
                                  .since = at("2026-01-02T03:04:05Z"),
                                  .skipped = {"x.yaml"}};
  record.estate.push_back({"/repo", "main"});
  record.last_rotated = at("2025-01-02T03:04:05Z");
  return record;
}

// Every member taken away, or of a wrong type, must be refused.
template <class Record>
void check_members(const Json& good, const std::vector<std::string_view>& optional) {
  for (const auto& [name, value] : good.members()) {
    INFO(name);
    Json wrong = good;
    wrong.set(name, Json::array().push(Json::array()));
    CHECK(code_of([&] { (void)Record::parse(wrong); }) == Code::Failed);
    if (std::ranges::find(optional, name) != optional.end()) continue;
    Json less = Json::object();
    for (const auto& [other, content] : good.members()) {
      if (other != name) less.set(other, content);
    }
    CHECK(code_of([&] { (void)Record::parse(less); }) == Code::Failed);
  }
}

}  // namespace

TEST_CASE("key_record: parses what it prints", "[keystore]") {
  const Json json = sample_key().print();
  CHECK(json.members().front().first == "holdfast-keystore");
  const KeyRecord back = KeyRecord::parse(Json::parse(record_text(json)));
  CHECK(back.print() == json);
  CHECK(back.state == KeyState::Active);
  CHECK(back.backed_up());
}

TEST_CASE("key_record: members that are missing or wrong are refused", "[keystore]") {
  check_members<KeyRecord>(sample_key().print(), {"compromised"});
}

TEST_CASE("key_record: what is no recipient, cluster or kind is refused", "[keystore]") {
  for (const auto& [name, value] : Json::Object{{"recipient", "../../etc/passwd"},
                                                {"cluster", "../x"},
                                                {"kind", "cluster"},
                                                {"holdfast-keystore", 2}}) {
    INFO(name);
    Json wrong = sample_key().print();
    wrong.set(name, value);
    CHECK(code_of([&] { (void)KeyRecord::parse(wrong); }) == Code::Failed);
  }
}

TEST_CASE("key_record: text cut off anywhere is refused", "[keystore]") {
  const std::string text = sample_key().print().dump();
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto cut = std::string_view(text).substr(0, size);
    CHECK(code_of([&] { (void)KeyRecord::parse(Json::parse(cut)); }) == Code::Failed);
  }
}

TEST_CASE("key_record: unknown members are ignored", "[keystore]") {
  Json more = sample_key().print();
  more.set("hardware", true);
  CHECK(KeyRecord::parse(more).cluster == "prod-1");
}

TEST_CASE("key_record: the cluster's record parses what it prints", "[keystore]") {
  const Json json = sample_cluster().print();
  CHECK(ClusterRecord::parse(Json::parse(record_text(json))).print() == json);
  check_members<ClusterRecord>(json, {"last_rotated"});
  ClusterRecord empty;
  empty.cluster = "x";
  CHECK(ClusterRecord::parse(empty.print()).print() == empty.print());
}

TEST_CASE("key_record: names of clusters are safe as file names", "[keystore]") {
  for (const char* name : {"a", "prod-1", "0.eu_west"}) CHECK_NOTHROW(check_cluster_name(name));
  CHECK_NOTHROW(check_cluster_name(std::string(63, 'a')));
  for (const std::string& name : {std::string(),
                                  std::string(".hidden"),
                                  std::string("-x"),
                                  std::string("a/b"),
                                  std::string("Prod"),
                                  std::string("a b"),
                                  std::string(64, 'a')}) {
    INFO(name);
    CHECK(code_of([&] { check_cluster_name(name); }) == Code::Usage);
  }
}
