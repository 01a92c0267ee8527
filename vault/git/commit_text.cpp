#include "vault/git/commit_text.h"

#include "vault/git/library.h"

#include <fmt/format.h>
#include <git2.h>

#include <cstdlib>

namespace holdfast::vault::git {

namespace {

std::string print_signature(const Signature& who) {
  if ((who.name + who.email).find_first_of(std::string_view("\n\0", 2)) != std::string::npos) {
    throw Error(Code::Failed, "the author's name or address is more than one line");
  }
  const auto signature =
      make_handle<git_signature>("use the author's name and address", [&](git_signature** out) {
        return git_signature_now(out, who.name.c_str(), who.email.c_str());
      });
  const int offset = std::abs(signature->when.offset);  // minutes
  return fmt::format("{} <{}> {} {}{:02}{:02}",
                     signature->name,
                     signature->email,
                     signature->when.time,
                     signature->when.offset < 0 ? '-' : '+',
                     offset / 60,
                     offset % 60);
}

}  // namespace

std::string print_commit(const CommitText& text, const ObjectId& tree, const ObjectId& parent) {
  if (text.message.find('\0') != std::string::npos) {
    throw Error(Code::Failed, "the commit message holds a zero byte");
  }
  const std::string who = print_signature(text.author);
  return fmt::format("tree {}\nparent {}\nauthor {}\ncommitter {}\n\n{}",
                     tree.hex(),
                     parent.hex(),
                     who,
                     who,
                     text.message);
}

std::string subject_of(const CommitText& text) {
  return text.message.substr(0, text.message.find('\n'));
}

}  // namespace holdfast::vault::git
