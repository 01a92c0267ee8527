// One sops command as it runs: its words, the configuration, the file that it works on.
#pragma once

#include "cli/compat/sops_words.h"
#include "cli/context.h"
#include "cli/sops_file.h"
#include "vault/document/document.h"

#include <optional>
#include <string>

namespace holdfast::cli {

struct SopsCall {
  Context& context;
  const SopsWords& global;  // the words before the subcommand
  const SopsWords& words;   // the subcommand's own; `global` itself in the older form
  std::string command;      // "encrypt"
};

// The file that a command works on, where its result goes, and the formats of both.
struct SopsTarget {
  std::optional<Path> file;  // nullopt: standard input
  Path name;                 // decides the formats and the rule
  vault::Format input = vault::Format::Binary;
  vault::Format output = vault::Format::Binary;
  bool in_place = false;
  std::optional<Path> output_file;
};

// The target that the words name: the first argument, or standard input. Words that are no format
// are passed over, as sops does. Throws SopsFailure for --in-place with --output or without a file.
[[nodiscard]] SopsTarget sops_target(const SopsCall& call);
// The same for a command that needs a file. Throws SopsFailure (NoFile) without one.
[[nodiscard]] SopsTarget sops_file_target(const SopsCall& call);
// What a file is by --input-type, else by its name.
[[nodiscard]] vault::Format input_format_of(const SopsCall& call, const Path& name);
// Throws SopsFailure (NoFile) unless the target's file is there.
void require_present(const SopsTarget& target);

// Throws SopsFailure (CannotReadInput).
[[nodiscard]] SecretText read_target(const SopsTarget& target, Context& context);
// The encrypted document of a target. Throws SopsFailure (Generic) when it does not parse, is not
// encrypted, or has a broken `sops` block.
[[nodiscard]] vault::Document read_encrypted(const SopsTarget& target, Context& context);

enum class Content { Plain, Encrypted };
// To standard output, --output, or in place. A new file gets the usual mode when what it holds is
// encrypted, 0600 when not: there sops shows the plaintext to everybody. Throws SopsFailure
// (CannotOpenOutput).
void write_target(const SopsTarget& target,
                  const SecretText& text,
                  Content content,
                  const SopsCall& call);

// The configuration of --config or SOPS_CONFIG, else the nearest from the current folder upwards.
// Throws SopsFailure (Generic) for one that was named and cannot be read, or that does not parse.
[[nodiscard]] std::optional<FoundConfig> sops_config(const SopsCall& call);
// Throws what sops_config throws when a configuration was named that cannot be read: sops then
// refuses every command.
void require_named_config(const SopsCall& call);

// Throws SopsFailure (BadDecryptionOrder) when --decryption-order repeats a word. The order itself
// has no effect: only age keys are tried.
void check_decryption_order(const SopsCall& call);
// Throws SopsFailure (Generic) for a flag that names keys which are neither age's nor PGP's.
void refuse_foreign_keys(const SopsCall& call);

// The data key of a file. Throws SopsFailure (NoDataKey).
[[nodiscard]] sops::DataKey sops_data_key(const vault::Metadata& metadata, const SopsCall& call);

}  // namespace holdfast::cli
