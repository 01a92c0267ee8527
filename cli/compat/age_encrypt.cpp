#include "cli/compat/age_commands.h"
#include "cli/compat/age_files.h"
#include "cli/compat/age_keys.h"
#include "cli/compat/age_passphrases.h"
#include "cli/plugin_ui.h"
#include "crypto/age/encrypt.h"
#include "crypto/age/scrypt_passphrase.h"
#include "src/base/error.h"

#include <memory>
#include <utility>

namespace holdfast::cli {

namespace {

void refuse_binary_at_terminal(const AgeOptions& options, const Terminal& terminal) {
  if (!options.output.empty() || options.armor || !terminal.stdout_is_terminal()) return;
  throw Error(Code::Failed, "refusing to output binary to the terminal")
      .hint("did you mean to use -a/--armor?\nforce anyway with \"-o -\"");
}

age::Recipients all_recipients(const AgeOptions& options,
                               const AgeKeyReader& keys,
                               AgePassphrases& passphrases) {
  if (!options.passphrase) return keys.recipients(options);
  age::Recipients one;
  one.push_back(std::make_unique<const age::ScryptRecipient>(passphrases.ask_new()));
  return one;
}

}  // namespace

void age_encrypt(const AgeOptions& options, AgeEnvironment environment, const AgeNews& news) {
  StandardInput standard_input;
  InputFile input = open_input(options.input, standard_input);
  refuse_binary_at_terminal(options, news.terminal());
  TerminalPluginUi plugin_ui(news.terminal());
  AgePassphrases passphrases(news, standard_input);
  passphrases.give(std::move(environment.passphrase), options.passphrase_file);
  const age::Recipients recipients = all_recipients(
      options, AgeKeyReader{news, standard_input, passphrases, plugin_ui}, passphrases);
  OutputFile output(options.output);
  const age::EncryptOptions how{options.armor ? age::Form::Armored : age::Form::Binary,
                                environment.jobs};
  const bool typed = is_standard_stream(options.output) && news.terminal().stdout_is_terminal() &&
                     input.is_terminal();
  HeldOutput held(output);
  age::encrypt(input, typed ? static_cast<Sink&>(held) : output, recipients, how);
  if (typed) held.release();
  output.close();
}

}  // namespace holdfast::cli
