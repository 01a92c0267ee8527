// The text of a commit object.
#pragma once

#include "vault/git/commit_run.h"

#include <string>

namespace holdfast::vault::git {

// Throws Failed when name or e-mail address cannot stand in a commit (angle brackets, line feeds,
// empty).
[[nodiscard]] std::string print_commit(const CommitText& text,
                                       const ObjectId& tree,
                                       const ObjectId& parent);

// The first line of a message.
[[nodiscard]] std::string subject_of(const CommitText& text);

}  // namespace holdfast::vault::git
