#include "cli/cluster_secret.h"

#include "keystore/store/sops_age_secret.h"
#include "src/base/file.h"

namespace holdfast::cli {

namespace {

constexpr std::size_t kMaxSecret = std::size_t{4} << 20U;  // etcd holds at most 1.5 MiB an object

}  // namespace

std::optional<std::vector<std::string>> recipients_in_secret(const std::optional<std::string>& file,
                                                             Context& context) {
  if (!file) return std::nullopt;
  const SecretText manifest =
      *file == "-" ? context.terminal.read_input(kMaxSecret) : read_secret_file(*file, kMaxSecret);
  try {
    return keystore::secret_recipients(manifest.expose());
  } catch (Error& error) {
    throw error.in_file(*file);
  }
}

}  // namespace holdfast::cli
