#include "cli/compat/sops_failure.h"
#include "cli/compat/sops_open.h"
#include "cli/compat/sops_verbs.h"
#include "cli/secret_file_run.h"
#include "src/base/attached_program.h"
#include "src/base/process.h"
#include "vault/operations/environment.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace holdfast::cli {

namespace {

// The file is the first of two arguments; the other one is the command.
OpenedFile open_first(const SopsCall& call, SopsTarget& target) {
  if (call.words.arguments().size() != 2) {
    throw SopsFailure(SopsCode::Generic, "missing file to decrypt, or command to run");
  }
  const SopsWords one = call.words.with_arguments(1);
  const SopsCall with_file{call.context, call.global, one, call.command};
  target = sops_file_target(with_file);
  return sops_open(target, with_file);
}

// With what was taken out of our environment: the command may call sops itself.
std::vector<std::string> variables_of(const OpenedFile& file, const SopsCall& call) {
  constexpr std::string_view kKey = "SOPS_AGE_KEY=";
  std::vector<std::string> variables = vault::environment_of(file.document, file.open);
  const std::optional<SecretText>& key = call.context.environment.identities.age_key;
  const bool given = std::ranges::any_of(
      variables, [&](const std::string& variable) { return variable.starts_with(kKey); });
  if (key && !given && !call.words.flag("pristine")) {
    variables.push_back(fmt::format("{}{}", kKey, key->expose()));
  }
  return variables;
}

}  // namespace

int sops_exec_env(const SopsCall& call) {
  SopsTarget target;
  const OpenedFile file = open_first(call, target);
  const Surroundings around = or_fail(SopsCode::Generic, [&] {
    return Surroundings{.variables = variables_of(file, call),
                        .pristine = call.words.flag("pristine"),
                        .user = call.words.text("user")};
  });
  const std::vector<std::string> words{"/bin/sh", "-c", call.words.arguments()[1]};
  if (call.words.flag("same-process")) become_program(words, around);
  if (!call.words.flag("background")) return run_attached(words, around);
  start_attached(words, around);
  return 0;
}

int sops_exec_file(const SopsCall& call) {
  if (call.words.text("user") || call.words.flag("background")) {
    throw SopsFailure(SopsCode::Generic,
                      Error(Code::Refused, "exec-file knows neither --user nor --background here")
                          .hint("the file is removed when the command ends, and is this user's"));
  }
  SopsTarget target;
  const OpenedFile file = open_first(call, target);
  return or_fail(SopsCode::Generic, [&] {
    return run_with_secret_file({.command = call.words.arguments()[1],
                                 .file_name = call.words.text("filename").value_or("tmp-file"),
                                 .fifo = !call.words.flag("no-fifo")},
                                sops_plaintext(file, target.output),
                                call.context);
  });
}

}  // namespace holdfast::cli
