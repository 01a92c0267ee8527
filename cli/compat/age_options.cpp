#include "cli/compat/age_options.h"

#include "cli/compat/age_files.h"
#include "src/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

namespace holdfast::cli {

namespace {

AgeFlags flags_into(AgeOptions& options) {
  AgeFlags flags;
  flags.flag("e,encrypt", options.encrypt);
  flags.flag("d,decrypt", options.decrypt);
  flags.flag("a,armor", options.armor);
  flags.flag("p,passphrase", options.passphrase);
  flags.flag("version", options.version);
  flags.value("o,output", options.output);
  flags.value("passphrase-file", options.passphrase_file);
  const auto append_to = [](std::vector<std::string>& list) {
    return [&list](std::string_view value) { list.emplace_back(value); };
  };
  flags.each("r,recipient", append_to(options.recipients));
  flags.each("R,recipients-file", append_to(options.recipients_files));
  flags.each("i,identity", [&options](std::string_view file) {
    options.identities.push_back({false, std::string(file)});
  });
  flags.each("j", [&options](std::string_view name) {
    options.identities.push_back({true, std::string(name)});
  });
  return flags;
}

constexpr std::string_view kPlain = "-_./:@%+=,";

// Whether a shell takes the word as it is, so that a corrected line can be typed.
bool is_plain(std::string_view word) {
  return !word.starts_with("AGE-") && std::ranges::all_of(word, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kPlain.find(c) != std::string_view::npos;
  });
}

// The same words with the input, the first of `rest`, at the end; empty where they need quotes.
std::string corrected(const std::vector<std::string>& words, std::size_t input) {
  std::string line;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!is_plain(words[i])) return {};
    if (i != input) line += words[i] + " ";
  }
  return line + words[input];
}

[[noreturn]] void refuse_inputs(const std::vector<std::string>& words,
                                const std::vector<std::string>& rest,
                                const std::string& shown_as) {
  std::string text = "too many INPUT arguments:";
  for (const std::string& word : rest) text += " " + in_quotes(word);
  Error error(Code::Failed, text);
  if (!rest[1].starts_with('-')) {
    throw error.hint("only a single input file may be specified at a time");
  }
  std::string advice = "the input file must be specified after all flags";
  const std::string line = corrected(words, words.size() - rest.size());
  if (!line.empty()) advice += fmt::format("\ndid you mean:\n    {} {}", shown_as, line);
  throw error.hint(advice);
}

void refuse(bool given, std::string_view text, std::string_view hint = {}) {
  if (given) throw Error(Code::Failed, std::string(text)).hint(hint);
}

void check_decryption(const AgeOptions& options) {
  constexpr std::string_view kPrivate =
      "did you mean to use -i/--identity to specify a private key?";
  refuse(options.encrypt, "-e/--encrypt can't be used with -d/--decrypt");
  refuse(options.armor,
         "-a/--armor can't be used with -d/--decrypt",
         "note that armored files are detected automatically, try again without -a/--armor");
  refuse(options.passphrase,
         "-p/--passphrase can't be used with -d/--decrypt",
         "note that password protected files are detected automatically");
  refuse(!options.recipients.empty(), "-r/--recipient can't be used with -d/--decrypt", kPrivate);
  refuse(!options.recipients_files.empty(),
         "-R/--recipients-file can't be used with -d/--decrypt",
         kPrivate);
}

void check_encryption(const AgeOptions& options) {
  const bool recipients = !options.recipients.empty();
  const bool files = !options.recipients_files.empty();
  const bool identities = !options.identities.empty();
  refuse(identities && !options.encrypt,
         "-i/--identity and -j can't be used in encryption mode unless symmetric encryption is "
         "explicitly selected with -e/--encrypt",
         "did you forget to specify -d/--decrypt?");
  refuse(!recipients && !files && !identities && !options.passphrase,
         "missing recipients",
         "did you forget to specify -r/--recipient, -R/--recipients-file or -p/--passphrase?");
  if (!options.passphrase) return;
  refuse(recipients, "-p/--passphrase can't be combined with -r/--recipient");
  refuse(files, "-p/--passphrase can't be combined with -R/--recipients-file");
  refuse(identities, "-p/--passphrase can't be combined with -i/--identity and -j");
}

void warn_of_twins(const AgeNews& news,
                   std::string_view what,
                   const std::vector<std::string>& given) {
  std::set<std::string_view> seen;
  for (const std::string& one : given) {
    if (!seen.insert(one).second) news.warn(fmt::format("duplicate {} {}", what, in_quotes(one)));
  }
}

std::vector<std::string> identity_files(const AgeOptions& options) {
  std::vector<std::string> files;
  for (const AgeOptions::IdentityWord& word : options.identities) {
    if (!word.plugin) files.push_back(word.text);
  }
  return files;
}

void check_output(const AgeOptions& options) {
  if (is_standard_stream(options.output)) return;
  std::vector<std::string> read = identity_files(options);
  read.insert(read.end(), options.recipients_files.begin(), options.recipients_files.end());
  read.push_back(options.input);
  for (const std::string& file : read) {
    refuse(!is_standard_stream(file) && same_file(file, options.output),
           fmt::format("input and output file are the same: {}", in_quotes(options.output)));
  }
}

}  // namespace

AgeOptions read_age_options(const std::vector<std::string>& words, const std::string& shown_as) {
  AgeOptions options;
  options.flags = flags_into(options).parse(words);
  const std::vector<std::string>& rest = options.flags.rest;
  if (options.version || rest.empty()) return options;
  if (rest.size() > 1) refuse_inputs(words, rest, shown_as);
  options.input = rest.front();
  return options;
}

void check_age_options(const AgeOptions& options, const AgeNews& news) {
  options.decrypt ? check_decryption(options) : check_encryption(options);
  warn_of_twins(news, "recipient", options.recipients);
  warn_of_twins(news, "recipients file", options.recipients_files);
  warn_of_twins(news, "identity file", identity_files(options));
  check_output(options);
}

}  // namespace holdfast::cli
