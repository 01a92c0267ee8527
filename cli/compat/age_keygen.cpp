#include "cli/compat/age_commands.h"
#include "cli/compat/age_files.h"
#include "cli/compat/age_flags.h"
#include "cli/compat/age_help.h"
#include "crypto/age/hybrid.h"
#include "crypto/age/identity.h"
#include "crypto/age/key_lines.h"
#include "crypto/age/x25519.h"
#include "src/base/error.h"
#include "src/base/file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <ctime>

namespace holdfast::cli {

namespace {

struct Options {
  bool hybrid = false;
  bool convert = false;
  bool version = false;
  std::string output;
  std::string input;
};

AgeFlags flags_into(Options& options) {
  AgeFlags flags;
  flags.flag("pq", options.hybrid);
  flags.flag("y", options.convert);
  flags.flag("version", options.version);
  flags.value("o,output", options.output);
  return flags;
}

// RFC 3339 with the local offset from UTC, "Z" where there is none.
std::string local_time() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  std::array<char, 32> date{};
  const std::size_t size = std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &local);
  const long minutes = local.tm_gmtoff / 60;
  const long distance = minutes < 0 ? -minutes : minutes;
  const std::string offset =
      minutes == 0
          ? "Z"
          : fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', distance / 60, distance % 60);
  return std::string(date.data(), size) + offset;
}

struct NewKey {
  std::string recipient;
  SecretText identity;
};

NewKey generate(bool hybrid) {
  const auto both = [](const auto& key) { return NewKey{key->recipient(), key->text()}; };
  return hybrid ? both(age::HybridIdentity::generate()) : both(age::X25519Identity::generate());
}

SecretText key_file(const NewKey& key) {
  SecretText text(fmt::format("# created: {}\n# public key: {}\n", local_time(), key.recipient));
  text.append(key.identity.expose());
  text.append('\n');
  return text;
}

bool stdout_is_world_readable() {
  struct stat status {};
  return ::fstat(STDOUT_FILENO, &status) == 0 && S_ISREG(status.st_mode) &&
         (status.st_mode & S_IROTH) != 0;
}

void write_result(const std::string& output, std::string_view text) {
  if (output.empty()) return OutputFile("").write(as_bytes(text));
  try {
    write_new_private_file(output, text);
  } catch (const Error& error) {
    throw with_context("failed to open output file", error);
  }
}

void make_key(const Options& options, const AgeNews& news) {
  const NewKey key = generate(options.hybrid);
  if (options.output.empty() && stdout_is_world_readable()) {
    news.warn("writing secret key to a world-readable file");
  }
  write_result(options.output, key_file(key).expose());
  if (options.output.empty() && news.terminal().stdout_is_terminal()) return;
  news.say("Public key: " + key.recipient);
}

std::string recipients_of(const std::string& input) {
  StandardInput standard_input;
  InputFile file = open_input(input, standard_input);
  std::string lines;
  try {
    const SecretText text = file.read_all(age::kMaxKeyFile);
    for (const age::IdentityPtr& identity : age::parse_identity_file(text.expose())) {
      const std::string recipient = identity->recipient();
      if (recipient.empty()) throw Error(Code::Failed, "only its plugin knows its recipient");
      lines += recipient + "\n";
    }
  } catch (const Error& error) {
    throw with_context("failed to parse input", error);
  }
  return lines;
}

}  // namespace

int age_keygen(const std::vector<std::string>& words, const AgeNews& news) {
  Options options;
  const AgeFlags::Parsed parsed = flags_into(options).parse(words);
  if (const auto code = answer_usage(parsed, options.version, kKeygenUsage, news)) return *code;
  if (parsed.rest.size() > (options.convert ? 1 : 0)) {
    throw Error(Code::Failed, "too many arguments");
  }
  if (options.hybrid && options.convert) {
    throw Error(Code::Failed, "-pq cannot be used with -y");
  }
  if (!parsed.rest.empty()) options.input = parsed.rest.front();
  if (options.convert) {
    write_result(options.output, recipients_of(options.input));
  } else {
    make_key(options, news);
  }
  return 0;
}

}  // namespace holdfast::cli
