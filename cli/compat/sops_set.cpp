#include "cli/compat/sops_failure.h"
#include "cli/compat/sops_open.h"
#include "cli/compat/sops_verbs.h"
#include "src/base/file.h"
#include "vault/operations/set_value.h"

namespace holdfast::cli {

namespace {

// The file of set and unset: written in place, and only in its own format.
SopsTarget changed_file(const SopsCall& call) {
  SopsTarget target = sops_file_target(call);
  if (target.output != target.input) {
    throw SopsFailure(SopsCode::CannotWriteFormat,
                      Error(Code::Refused, "the file would change its format but not its name")
                          .hint("leave out --output-type; `sops decrypt` converts"));
  }
  target.in_place = true;
  return target;
}

vault::ValuePath path_of(std::string_view text) {
  vault::ValuePath path =
      or_fail(SopsCode::BadSetPath, [&] { return vault::parse_value_path(text); });
  if (!path.empty() && path.front().key == "sops") {
    throw SopsFailure(SopsCode::AlreadyEncrypted, "sops is the key of the metadata");
  }
  return path;
}

int set(const SopsTarget& target,
        std::string_view path_text,
        const SecretText& value,
        const SopsCall& call) {
  const vault::ValuePath path = path_of(path_text);
  const OpenedFile file = sops_open(target, call);
  try {
    const vault::SetResult result =
        vault::set_value(file.view(), path, value, call.context.clock());
    if (!result.changed && call.words.flag("idempotent")) return 0;
    write_target(target, result.text, Content::Encrypted, call);
    return 0;
  } catch (const Error& error) {
    throw SopsFailure(error.code() == Code::Usage ? SopsCode::BadSetPath : SopsCode::Generic,
                      error);
  }
}

// --value-file says that VALUE is a file's name.
SecretText value_of(const SopsCall& call) {
  if (call.words.flag("value-stdin")) return call.context.terminal.read_input(kMaxDocument);
  const std::string& word = call.words.arguments()[2];
  if (!call.words.flag("value-file")) return SecretText(word);
  return or_fail(SopsCode::CannotReadInput, [&] { return read_secret_file(word); });
}

void require_arguments(const SopsCall& call, std::size_t count) {
  if (call.words.arguments().size() == count) return;
  throw SopsFailure(SopsCode::NoFile, "no file specified, or index and value are missing");
}

}  // namespace

int sops_set(const SopsCall& call) {
  require_arguments(call, call.words.flag("value-stdin") ? 2 : 3);
  const SopsWords file_alone = call.words.with_arguments(1);
  const SopsTarget target = changed_file({call.context, call.global, file_alone, call.command});
  return set(target, call.words.arguments()[1], value_of(call), call);
}

// Split at the first bracket that a blank follows.
int sops_older_set(const SopsCall& call) {
  const std::string text = call.words.text("set").value_or("");
  const std::size_t end = text.find("] ");
  if (end == std::string::npos) {
    throw SopsFailure(SopsCode::BadSetPath, "--set: no path and value");
  }
  return set(changed_file(call), text.substr(0, end + 1), SecretText(text.substr(end + 2)), call);
}

int sops_unset(const SopsCall& call) {
  require_arguments(call, 2);
  const SopsWords file_alone = call.words.with_arguments(1);
  const SopsTarget target = changed_file({call.context, call.global, file_alone, call.command});
  const vault::ValuePath path = path_of(call.words.arguments()[1]);
  const OpenedFile file = sops_open(target, call);
  const std::optional<SecretText> text = or_fail(SopsCode::Generic, [&] {
    return vault::unset_value(file.view(), path, call.context.clock());
  });
  if (text) {
    write_target(target, *text, Content::Encrypted, call);
  } else if (!call.words.flag("idempotent")) {
    throw SopsFailure(SopsCode::Generic, "the path to unset is not found");
  }
  return 0;
}

}  // namespace holdfast::cli
