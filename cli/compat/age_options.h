// The command line of age itself.
#pragma once

#include "cli/compat/age_flags.h"
#include "cli/compat/age_news.h"

#include <string>
#include <vector>

namespace holdfast::cli {

struct AgeOptions {
  // -i and -j, which are tried in the order that they are given in.
  struct IdentityWord {
    bool plugin;  // -j NAME, else -i FILE
    std::string text;
  };

  bool encrypt = false;
  bool decrypt = false;
  bool armor = false;
  bool passphrase = false;
  bool version = false;
  std::string output;
  std::string passphrase_file;
  std::vector<std::string> recipients;
  std::vector<std::string> recipients_files;
  std::vector<IdentityWord> identities;
  std::string input;

  AgeFlags::Parsed flags;  // how reading them went: after a fault the rest is not set
};

// Reads the words. Throws Failed for more than one input.
[[nodiscard]] AgeOptions read_age_options(const std::vector<std::string>& words,
                                          const std::string& shown_as);

// Throws Failed for options that do not go together, and for files that are read and written at
// once; warns of those that are given twice.
void check_age_options(const AgeOptions& options, const AgeNews& news);

}  // namespace holdfast::cli
