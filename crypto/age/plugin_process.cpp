#include "crypto/age/plugin_process.h"

#include "src/base/error.h"
#include "src/base/process.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace holdfast::age {

namespace {

constexpr std::size_t kMaxUnread = std::size_t{4} << 20U;
constexpr std::chrono::seconds kGrace{10};

Path temporary_folder() {
  std::error_code missing;
  const Path folder = std::filesystem::temp_directory_path(missing);
  return missing ? Path("/") : folder;
}

ChildCommand command_of(std::string_view name, PluginMode mode) {
  const std::string program = fmt::format("age-plugin-{}", name);
  const std::optional<Path> found = find_program(program);
  if (!found) {
    throw Error(Code::Failed, fmt::format("the program {} is not on PATH", program))
        .hint(fmt::format("install {}", program));
  }
  const char* machine = mode == PluginMode::Recipient ? "recipient-v1" : "identity-v1";
  return {.words = {found->string(), fmt::format("--age-plugin={}", machine)},
          .folder = temporary_folder(),
          .hide_errors = environment_variable("AGEDEBUG") != "plugin"};
}

}  // namespace

PluginProcess::PluginProcess(std::string_view name,
                             PluginMode mode,
                             std::function<void()> on_silence,
                             std::chrono::milliseconds patience)
    : child_(command_of(name, mode)), on_silence_(std::move(on_silence)), patience_(patience) {}

PluginProcess::~PluginProcess() { child_.interrupt(kGrace); }

void PluginProcess::send(std::string_view text) { child_.send(text, kMaxUnread); }

std::optional<SecretText> PluginProcess::read_line(std::size_t limit) {
  if (!child_.wait_output(patience_)) on_silence_();
  return child_.read_line(limit);
}

}  // namespace holdfast::age
