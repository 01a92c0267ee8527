#include "cli/compat/sops_call.h"

#include "cli/compat/sops_failure.h"
#include "cli/opened_file.h"
#include "src/base/file.h"
#include "vault/rules/read_groups.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace holdfast::cli {

namespace {

vault::Format format_for(const SopsWords& words, std::string_view flag, const Path& name) {
  const std::optional<std::string> word = words.text(flag);
  const std::optional<vault::Format> named = word ? vault::format_named(*word) : std::nullopt;
  return named.value_or(vault::format_of(name));
}

void warn_of_more(const SopsCall& call) {
  const std::vector<std::string>& all = call.words.arguments();
  if (all.size() < 2) return;
  call.context.warn("only the first file is used; the words after it are ignored");
  const auto flag =
      std::ranges::find_if(all, [](const std::string& word) { return word.starts_with('-'); });
  if (flag != all.end()) {
    call.context.warn(fmt::format("\"{}\" looks like a flag: flags belong before the file", *flag));
  }
}

void refuse_conflicts(const SopsTarget& target) {
  if (target.in_place && target.output_file) {
    throw SopsFailure(SopsCode::ConflictingParameters,
                      "cannot operate on both --output and --in-place");
  }
  if (target.in_place && !target.file) {
    throw SopsFailure(SopsCode::ConflictingParameters,
                      "cannot use --in-place when reading from stdin");
  }
}

std::filesystem::perms usual_mode() {
  const ::mode_t mask = ::umask(0);
  ::umask(mask);
  return static_cast<std::filesystem::perms>(0666U & ~mask);
}

std::string config_flag(const SopsCall& call) { return call.global.text("config").value_or(""); }

}  // namespace

vault::Format input_format_of(const SopsCall& call, const Path& name) {
  return format_for(call.words, "input-type", name);
}

SopsTarget sops_target(const SopsCall& call) {
  warn_of_more(call);
  SopsTarget target;
  if (!call.words.arguments().empty()) target.file = call.words.arguments().front();
  target.name = call.words.text("filename-override").value_or(target.file.value_or("").string());
  target.input = input_format_of(call, target.name);
  target.output = format_for(call.words, "output-type", target.name);
  target.in_place = call.words.flag("in-place");
  target.output_file = call.words.text("output");
  refuse_conflicts(target);
  return target;
}

SopsTarget sops_file_target(const SopsCall& call) {
  if (call.words.arguments().empty()) throw SopsFailure(SopsCode::NoFile, "no file specified");
  return sops_target(call);
}

void require_present(const SopsTarget& target) {
  std::error_code ignored;
  if (!target.file || std::filesystem::exists(std::filesystem::status(*target.file, ignored))) {
    return;
  }
  throw SopsFailure(
      SopsCode::NoFile,
      fmt::format("cannot operate on non-existent file \"{}\"", target.file->string()));
}

SecretText read_target(const SopsTarget& target, Context& context) {
  return or_fail(SopsCode::CannotReadInput, [&] {
    return target.file ? read_secret_file(*target.file) : context.terminal.read_input(kMaxDocument);
  });
}

vault::Document read_encrypted(const SopsTarget& target, Context& context) {
  SecretText text = read_target(target, context);
  return or_fail(SopsCode::Generic, [&] {
    vault::Document document = vault::Document::parse(std::move(text), target.input);
    if (!document.is_encrypted()) throw Error(Code::Failed, "sops metadata not found");
    return document;
  });
}

void write_target(const SopsTarget& target,
                  const SecretText& text,
                  Content content,
                  const SopsCall& call) {
  if (!target.in_place && !target.output_file) return call.context.terminal.out(text.expose());
  or_fail(SopsCode::CannotOpenOutput, [&] {
    replace_file(target.in_place ? *target.file : *target.output_file,
                 text,
                 content == Content::Encrypted ? usual_mode() : kPrivate);
  });
}

std::optional<FoundConfig> sops_config(const SopsCall& call) {
  const std::string named = config_flag(call);
  return or_fail(SopsCode::Generic, [&] {
    return config_for(std::filesystem::current_path() / "file",
                      named.empty() ? std::nullopt : std::optional(named));
  });
}

void require_named_config(const SopsCall& call) {
  const std::string named = config_flag(call);
  if (!named.empty()) {
    or_fail(SopsCode::Generic, [&] { static_cast<void>(read_file(named)); });
  }
}

void check_decryption_order(const SopsCall& call) {
  const std::string order = call.words.text("decryption-order").value_or("");
  std::vector<std::string_view> words = vault::comma_parts(order);
  std::ranges::sort(words);
  const auto twice = std::ranges::adjacent_find(words);
  if (twice == words.end()) return;
  throw SopsFailure(SopsCode::BadDecryptionOrder,
                    fmt::format("duplicate decryption key type: {}", *twice));
}

void refuse_foreign_keys(const SopsCall& call) {
  constexpr std::array<std::string_view, 10> kForeign{"kms",
                                                      "gcp-kms",
                                                      "hckms",
                                                      "azure-kv",
                                                      "hc-vault-transit",
                                                      "add-kms",
                                                      "add-gcp-kms",
                                                      "add-hckms",
                                                      "add-azure-kv",
                                                      "add-hc-vault-transit"};
  for (const std::string_view flag : kForeign) {
    if (!call.words.text(flag)) continue;
    throw SopsFailure(
        SopsCode::Generic,
        Error(Code::Refused, fmt::format("--{}: holdfast wraps data keys for age and PGP", flag))
            .hint("use sops itself for a file with keys of other kinds"));
  }
}

sops::DataKey sops_data_key(const vault::Metadata& metadata, const SopsCall& call) {
  return or_fail(SopsCode::NoDataKey, [&] {
    if (call.words.denied("enable-local-keyservice")) {
      throw Error(Code::NoIdentity, "the local key service is off, and there is no other")
          .hint("leave out --enable-local-keyservice=false: holdfast asks no key services");
    }
    return open_data_key(metadata, call.context);
  });
}

}  // namespace holdfast::cli
