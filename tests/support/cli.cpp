#include "tests/support/cli.h"

#include "crypto/age/x25519.h"
#include "src/base/file.h"
#include "src/base/process.h"
#include "src/base/random.h"
#include "tests/support/catch.h"

namespace holdfast::test {

namespace {

constexpr std::size_t kMaxOutput = std::size_t{128} << 20U;

}  // namespace

CliUser::CliUser() {
  const auto identity = age::X25519Identity::generate();
  recipient_ = identity->recipient();
  home_.write("operator.txt", identity->text().expose());
}

std::vector<std::string> CliUser::program() const {
  return {HOLDFAST_BINARY,
          "--keystore",
          keystore().string(),
          "--identity",
          (home() / "operator.txt").string()};
}

CliResult CliUser::run_program(const Path& folder,
                               const std::vector<std::string>& words,
                               std::string_view input) const {
  const Path errors = home() / ("stderr-" + random_hex(4));
  std::vector<std::string> line{"sh",
                                "-c",
                                "cd \"$1\" && errors=$2 && shift 2 && exec \"$@\" 2>\"$errors\"",
                                "sh",
                                folder.string(),
                                errors.string()};
  line.insert(line.end(), words.begin(), words.end());
  const ChildResult result =
      run_child(line, input, kMaxOutput, {"HOME=" + home().string(), "GIT_CONFIG_NOSYSTEM=1"});
  CliResult seen{result.exit_code, std::string(result.output.expose()), read_file(errors)};
  std::filesystem::remove(errors);
  return seen;
}

CliResult CliUser::run(const Path& folder,
                       const std::vector<std::string>& words,
                       std::string_view input) const {
  std::vector<std::string> line = program();
  line.insert(line.end(), words.begin(), words.end());
  return run_program(folder, line, input);
}

CliResult CliUser::ok(const Path& folder,
                      const std::vector<std::string>& words,
                      std::string_view input) const {
  CliResult result = run(folder, words, input);
  INFO(result.err);
  REQUIRE(result.code == 0);
  return result;
}

}  // namespace holdfast::test
