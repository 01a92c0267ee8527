#include "keystore/store/sops_age_secret.h"

#include "crypto/encoding/base64.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/peer_program.h"
#include "tests/support/temp_dir.h"
#include "tests/support/toy_keystore.h"

#include <fmt/format.h>

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::code_of;
using holdfast::test::error_of;
using holdfast::test::ToyIdentity;

namespace {

using Recipients = std::vector<std::string>;

std::string base64(std::string_view text) { return encode_base64(as_bytes(text)); }

std::vector<SecretEntry> entries_of(const std::vector<ToyIdentity>& identities) {
  std::vector<SecretEntry> entries;
  for (const ToyIdentity& identity : identities) {
    entries.push_back(
        {entries.empty() ? "age.agekey" : fmt::format("age-{}.agekey", entries.size()),
         identity.recipient + " of prod",
         SecretText(identity.text)});
  }
  return entries;
}

std::string yaml_secret(std::string_view fields) {
  return fmt::format("apiVersion: v1\nkind: Secret\nmetadata:\n  name: sops-age\n{}", fields);
}

std::string with_data(std::string_view content) {
  return yaml_secret(fmt::format("data:\n  age.agekey: {}\n", base64(content)));
}

}  // namespace

TEST_CASE("sops_age_secret: prints what it reads", "[keystore]") {
  const std::vector<ToyIdentity> identities{ToyIdentity::make(), ToyIdentity::make()};
  const SecretText manifest = print_secret("sops-age", "flux-system", entries_of(identities));
  CHECK(secret_recipients(manifest.expose()) ==
        Recipients{identities[0].recipient, identities[1].recipient});
  const std::string content =
      fmt::format("# {} of prod\n{}\n", identities[0].recipient, identities[0].text);
  CHECK(manifest.expose() ==
        fmt::format("apiVersion: v1\nkind: Secret\nmetadata:\n  name: \"sops-age\"\n"
                    "  namespace: \"flux-system\"\n  labels:\n"
                    "    reconcile.fluxcd.io/watch: Enabled\ntype: Opaque\ndata:\n"
                    "  age.agekey: {}\n  age-1.agekey: {}\n",
                    base64(content),
                    base64(fmt::format(
                        "# {} of prod\n{}\n", identities[1].recipient, identities[1].text))));
}

TEST_CASE("sops_age_secret: a comment cannot become a line of its own", "[keystore]") {
  auto entries = entries_of({ToyIdentity::make()});
  entries.front().comment = "prod\nnot a comment\rnor this";
  CHECK_NOTHROW(print_secret("sops-age", "flux-system", entries));
}

TEST_CASE("sops_age_secret: names that Kubernetes or Flux would not take", "[keystore]") {
  const auto print = [](std::string_view name, std::string_view space, std::string_view entry) {
    auto entries = entries_of({ToyIdentity::make()});
    entries.front().name = entry;
    return code_of([&] { (void)print_secret(name, space, entries); });
  };
  CHECK(print("Sops", "flux-system", "age.agekey") == Code::Usage);
  CHECK(print("a: b", "flux-system", "age.agekey") == Code::Usage);
  CHECK(print("sops-age", "", "age.agekey") == Code::Usage);
  CHECK(print("sops-age", "flux-system", "age.key") == Code::Usage);
  CHECK(print("sops-age", "flux-system", "a b.agekey") == Code::Usage);
  CHECK(code_of([&] { (void)print_secret("sops-age", "flux-system", {}); }) == Code::Failed);
}

TEST_CASE("sops_age_secret: names that YAML takes for numbers stay names", "[keystore]") {
  CHECK_NOTHROW(print_secret("123", "1e3", entries_of({ToyIdentity::make()})));
}

TEST_CASE("sops_age_secret: reads stringData, which wins over data", "[keystore]") {
  const auto one = ToyIdentity::make();
  const auto two = ToyIdentity::make();
  CHECK(secret_recipients(yaml_secret(fmt::format(
            "data:\n  age.agekey: {}\nstringData:\n  age.agekey: |\n    # two\n    {}\n",
            base64(one.text),
            two.text))) == Recipients{two.recipient});
}

TEST_CASE("sops_age_secret: reads live JSON and lists", "[keystore]") {
  const auto one = ToyIdentity::make();
  const std::string secret =
      fmt::format(R"({{"apiVersion":"v1","data":{{"age.agekey":"{}"}},"kind":"Secret"}})",
                  base64(one.text + "\n"));
  CHECK(secret_recipients(secret) == Recipients{one.recipient});
  CHECK(secret_recipients(fmt::format(R"({{"kind":"List","items":[{{"kind":"ConfigMap"}},{}]}})",
                                      secret)) == Recipients{one.recipient});
}

TEST_CASE("sops_age_secret: the first Secret with .agekey entries counts", "[keystore]") {
  const auto one = ToyIdentity::make();
  const auto two = ToyIdentity::make();
  const std::string other = yaml_secret("data:\n  age.key: eA==\n");
  CHECK(secret_recipients(other + "---\n" + with_data(one.text) + "---\n" + with_data(two.text)) ==
        Recipients{one.recipient});
  CHECK(code_of([&] { (void)secret_recipients(other); }) == Code::Failed);
  CHECK(code_of([&] { (void)secret_recipients(""); }) == Code::Failed);
  CHECK(code_of([&] { (void)secret_recipients("kind: ConfigMap\n"); }) == Code::Failed);
}

TEST_CASE("sops_age_secret: lines are read as Flux reads them", "[keystore]") {
  const auto one = ToyIdentity::make();
  const auto two = ToyIdentity::make();
  const std::string good = "# c\n\n" + one.text + "\r\n#x\n" + two.text;
  CHECK(secret_recipients(with_data(good)) == Recipients{one.recipient, two.recipient});
  for (const std::string& bad : {" " + one.text,
                                 one.text + " ",
                                 one.text + "\n # indented\n",
                                 one.text + "\nnonsense\n",
                                 std::string("# none\n"),
                                 std::string("AGE-SECRET-KEY-1QQQQ"),
                                 std::string("AGE-PLUGIN-TAGTEST-1CXM4UC")}) {
    const Error error = error_of([&] { (void)secret_recipients(with_data(bad)); });
    CHECK(error.code() == Code::Failed);
    CHECK_THAT(error.what(), Catch::Contains("data.age.agekey"));
    CHECK_THAT(error.what(), !Catch::Contains(one.text.substr(16, 20)));
  }
}

TEST_CASE("sops_age_secret: data is base64, in one line or several", "[keystore]") {
  const auto one = ToyIdentity::make();
  const std::string packed = base64(one.text);
  CHECK(
      secret_recipients(yaml_secret(fmt::format(
          "data:\n  age.agekey: |\n    {}\n    {}\n", packed.substr(0, 40), packed.substr(40)))) ==
      Recipients{one.recipient});
  CHECK(code_of([&] {
          (void)secret_recipients(yaml_secret("data:\n  age.agekey: " + one.text + "\n"));
        }) == Code::Failed);
}

TEST_CASE("sops_age_secret: cut off anywhere, it never gives another key", "[keystore]") {
  const auto one = ToyIdentity::make();
  const std::string text = with_data(one.text + "\n");
  for (std::size_t size = 0; size < text.size(); ++size) {
    Recipients found{one.recipient};
    Code code = Code::Failed;
    try {
      found = secret_recipients(std::string_view(text).substr(0, size));
    } catch (const Error& error) {
      code = error.code();
    }
    CHECK(found == Recipients{one.recipient});
    CHECK(code == Code::Failed);
  }
}

TEST_CASE("sops_age_secret: kubectl accepts the manifest", "[keystore][interop]") {
  const auto kubectl = test::peer_program("kubectl");
  if (!kubectl) return;
  const test::TempDir dir;
  const auto one = ToyIdentity::make();
  const SecretText manifest = print_secret("sops-age", "flux-system", entries_of({one}));
  // Without a cluster kubectl still parses the manifest and prints it in its own words.
  const ChildResult result = run_child({*kubectl,
                                        "label",
                                        "--local",
                                        "-f",
                                        dir.write("secret.yaml", manifest.expose()),
                                        "seen=yes",
                                        "-o",
                                        "yaml"},
                                       "",
                                       65536,
                                       {"KUBECONFIG=/nonexistent"});
  REQUIRE(result.exit_code == 0);
  CHECK(secret_recipients(result.output.expose()) == Recipients{one.recipient});
}
