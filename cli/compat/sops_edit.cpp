#include "cli/compat/sops_failure.h"
#include "cli/compat/sops_open.h"
#include "cli/compat/sops_plan.h"
#include "cli/compat/sops_verbs.h"
#include "cli/edit_text.h"
#include "cli/first_text.h"
#include "src/base/file.h"
#include "vault/operations/edited.h"
#include "vault/operations/encrypt.h"

#include <functional>

namespace holdfast::cli {

namespace {

using Encrypt = std::function<SecretText(SecretText plain)>;

// sops's way out of its editor: 200 without a change, 201 when the editor did not run or failed.
int edit(const SopsTarget& target,
         const SecretText& plain,
         const SopsCall& call,
         const Encrypt& encrypt) {
  bool edited = false;
  try {
    const EditJob job{target.file->string(), plain, true};
    if (edit_text(job, call.context, [&](SecretText text) {
          edited = true;
          write_target(target, encrypt(std::move(text)), Content::Encrypted, call);
        })) {
      return 0;
    }
  } catch (const Error& error) {
    throw SopsFailure(edited ? SopsCode::Generic : SopsCode::EditorFailed, error);
  }
  throw SopsFailure(SopsCode::EditUnchanged, "file has not changed, exiting");
}

void refuse_changed(const SopsTarget& target, std::string_view before) {
  const SecretText now = read_secret_file(*target.file);
  if (now.expose() == before) return;
  throw Error(Code::Refused, "the file was changed while it was edited; nothing was written")
      .hint("edit it again");
}

int edit_old_file(const SopsTarget& target, const SopsCall& call) {
  const OpenedFile file = sops_open(target, call);
  return edit(target, sops_plaintext(file, target.input), call, [&](SecretText text) {
    refuse_changed(target, file.document.text());
    return vault::edited_document(file.view(), std::move(text), call.context.clock());
  });
}

int edit_new_file(const SopsTarget& target, const SopsCall& call) {
  const vault::EncryptionPlan plan = sops_plan(call, target);
  const std::optional<vault::Gpg> gpg = call.context.gpg();
  return edit(target, first_text(target.input), call, [&](SecretText text) {
    const vault::Document plain = vault::Document::parse(std::move(text), target.input);
    return vault::encrypt_document(plain, plan, call.context.clock(), gpg ? &*gpg : nullptr).text;
  });
}

}  // namespace

int sops_edit(const SopsCall& call) {
  SopsTarget target = sops_file_target(call);
  target.in_place = true;
  if (call.words.flag("show-master-keys")) {
    throw SopsFailure(
        SopsCode::Generic,
        Error(Code::Refused, "--show-master-keys: sops itself loses what is edited so")
            .hint("leave it out; `sops updatekeys` changes the keys"));
  }
  return std::filesystem::exists(*target.file) ? edit_old_file(target, call)
                                               : edit_new_file(target, call);
}

}  // namespace holdfast::cli
