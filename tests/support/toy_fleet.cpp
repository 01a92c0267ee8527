#include "tests/support/toy_fleet.h"

#include "crypto/age/identity.h"
#include "src/base/file.h"
#include "tests/support/fixture.h"

#include <algorithm>

namespace holdfast::test {

ToyFleet::ToyFleet() {
  std::filesystem::copy(fixture("fleet"), path(), std::filesystem::copy_options::recursive);
  repo_.commit("the fleet");
  old_recipient_ =
      age::parse_identity_file(read_fixture("fleet-keys/cluster-a.txt")).front()->recipient();
  ok({"init", "--operator", user_.recipient()});
  ok({"key", "import", fixture("fleet-keys/cluster-a.txt").string(), "--cluster", "cluster-a"});
}

std::vector<std::string> ToyFleet::files_listing(std::string_view recipient) const {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path())) {
    const std::string name = entry.path().lexically_relative(path()).string();
    if (!entry.is_regular_file() || name.starts_with(".git/")) continue;
    if (read_file(entry.path()).find(recipient) != std::string::npos) found.push_back(name);
  }
  std::ranges::sort(found);
  return found;
}

std::vector<std::string> ToyFleet::with_backup(std::vector<std::string> words) const {
  words.insert(words.end(), {"--to", user_.backups().string()});
  return words;
}

}  // namespace holdfast::test
