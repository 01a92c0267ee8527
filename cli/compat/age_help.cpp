#include "cli/compat/age_help.h"

namespace holdfast::cli {

const std::string_view kAgeUsage = R"(Usage:
    age [-e] (-r RECIPIENT | -R FILE)... [-a] [-o OUTPUT] [INPUT]
    age [-e] -p [-a] [-o OUTPUT] [INPUT]
    age -d [-i FILE]... [-o OUTPUT] [INPUT]

Options, all of them before INPUT:
    -e, --encrypt               encrypt; so it does without, but -i and -j need it said
    -d, --decrypt               decrypt, binary or armored
    -o, --output OUTPUT         where the result goes (default: standard output)
    -a, --armor                 write text that mail and terminals keep
    -p, --passphrase            encrypt to a passphrase
    -r, --recipient RECIPIENT   encrypt to RECIPIENT; may be repeated
    -R, --recipients-file FILE  encrypt to the recipients in FILE; may be repeated
    -i, --identity FILE         the identities in FILE; may be repeated
    -j PLUGIN                   the identity that a plugin needs no file for
    --passphrase-file FILE      the passphrase is in FILE; nobody is asked
    --version                   print the version of age that this is like

INPUT is standard input where it is left out. "-" is a standard stream for every file.
RECIPIENT is "age1..." or the line of an SSH public key. An identity file holds lines
"AGE-SECRET-KEY-1...", or an SSH private key, and may be encrypted with a passphrase.

`holdfast age` has them by name too, with the flags of the programs:
    holdfast age encrypt        age -e
    holdfast age decrypt        age -d
    holdfast age keygen         age-keygen
    holdfast age inspect        age-inspect
)";

const std::string_view kKeygenUsage = R"(Usage:
    age-keygen [-pq] [-o OUTPUT]
    age-keygen -y [-o OUTPUT] [INPUT]

Options:
    -pq                         a hybrid key: ML-KEM-768 and X25519, against quantum computers too
    -o, --output OUTPUT         write to OUTPUT, which must not exist yet (default: standard output)
    -y                          print the recipients of the identities in INPUT (default: standard
                                input)
    --version                   print the version of age that this is like
)";

const std::string_view kInspectUsage = R"(Usage:
    age-inspect [--json] [INPUT]

Options:
    --json                      one JSON document
    --version                   print the version of age that this is like

INPUT is standard input where it is left out or "-".
)";

std::optional<int> answer_usage(const AgeFlags::Parsed& parsed,
                                bool version,
                                std::string_view usage,
                                const AgeNews& news) {
  if (!parsed.fault.empty()) {
    news.say(parsed.fault);
    news.say(usage.substr(0, usage.size() - 1));
    return 2;
  }
  if (!parsed.help && !version) return std::nullopt;
  news.terminal().out(parsed.help ? std::string(usage) : std::string(kAgeVersion) + "\n");
  return 0;
}

}  // namespace holdfast::cli
