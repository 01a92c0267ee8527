// Lets a person edit a text that must leave no trace on a disk.
#pragma once

#include "cli/context.h"
#include "src/base/secret.h"

#include <functional>
#include <string>
#include <vector>

namespace holdfast::cli {

// The words of the editor: $SOPS_EDITOR, $EDITOR, or the first of vim, nano and vi on PATH. vim and
// nano are told to keep no swap, backup, undo or history file. Throws Failed when there is none.
[[nodiscard]] std::vector<std::string> editor_words(const Environment& environment);

struct EditJob {
  std::string name;  // of the file, so that the editor knows its kind
  const SecretText& text;
  bool on_disk = false;  // a folder on a disk will do
};

// Opens the editor on a file of mode 0600 in a folder of its own that lies in memory, and hands
// what was made of it to `accept`. When that throws an Error, the person is asked whether to go on
// editing; where nobody can be asked, or the answer is no, it is thrown on. False, without a call,
// when the text comes back as it was. The file is overwritten and removed on every way out. Throws
// Refused where no folder lies in memory, Failed when the editor fails.
[[nodiscard]] bool edit_text(const EditJob& job,
                             Context& context,
                             const std::function<void(SecretText)>& accept);

}  // namespace holdfast::cli
