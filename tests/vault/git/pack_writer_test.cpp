#include "vault/git/pack_writer.h"

#include "src/base/file.h"
#include "tests/vault/git/toy_commit.h"

#include <filesystem>

using namespace holdfast;
using namespace holdfast::vault::git;

namespace {

Path only_file(const Path& folder, const std::string& extension) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == extension) return entry.path();
  }
  FAIL("no " + extension);
  return {};
}

Path pack_folder(const test::GitRepo& repo) { return repo.path() / ".git/objects/pack"; }

}  // namespace

TEST_CASE("pack_writer: git index-pack makes the same index", "[vault][git]") {
  const test::GitRepo repo;
  PackWriter pack(repo.path() / ".git/scratch", pack_folder(repo));
  for (std::size_t i = 0; i < 300; ++i) {
    pack.add(ObjectKind::Blob, std::string(i * i, 'a') + std::to_string(i));
  }
  pack.finish();
  const std::string ours = read_file(only_file(pack_folder(repo), ".idx"));
  repo.git({"index-pack",
            "--strict",
            "-o",
            "theirs.idx",
            only_file(pack_folder(repo), ".pack").string()});
  CHECK(ours == repo.read("theirs.idx"));
}

TEST_CASE("pack_writer: an object added twice is in the pack once", "[vault][git]") {
  const test::GitRepo repo;
  PackWriter pack(repo.path() / ".git/scratch", pack_folder(repo));
  CHECK(pack.add(ObjectKind::Blob, "same") == pack.add(ObjectKind::Blob, "same"));
  pack.finish();
  const std::string listed =
      repo.git({"verify-pack", "-v", only_file(pack_folder(repo), ".idx").string()});
  CHECK(listed.find("non delta: 1 object") != std::string::npos);
}

TEST_CASE("pack_writer: objects larger than any window of zlib are whole", "[vault][git]") {
  const test::GitRepo repo;
  std::string large;
  for (int i = 0; i < 50000; ++i) large += std::to_string(i * 7919);
  PackWriter pack(repo.path() / ".git/scratch", pack_folder(repo));
  const ObjectId id = pack.add(ObjectKind::Blob, large);
  pack.finish();
  CHECK(repo.git({"cat-file", "blob", id.hex()}) == large);
}

TEST_CASE("pack_writer: offsets past 2 GiB go to the table of large ones", "[vault][git]") {
  const Sha1Digest checksum{};
  PackEntry near{.id = {{1}}, .crc = 1, .offset = 12};
  PackEntry far{.id = {{2}}, .crc = 2, .offset = 0x123456789aU};
  const std::string index = print_pack_index({far, near}, checksum);
  const std::size_t offsets = 8 + 1024 + 2 * 20 + 2 * 4;
  CHECK(index.substr(offsets, 16) ==
        std::string("\0\0\0\x0c\x80\0\0\0\0\0\0\x12\x34\x56\x78\x9a", 16));
}

TEST_CASE("pack_writer: an unfinished pack leaves nothing", "[vault][git]") {
  const test::GitRepo repo;
  {
    PackWriter pack(repo.path() / ".git/scratch", pack_folder(repo));
    pack.add(ObjectKind::Blob, std::string(1U << 20U, 'x'));
  }
  CHECK_FALSE(std::filesystem::exists(repo.path() / ".git/scratch"));
  CHECK(std::filesystem::is_empty(pack_folder(repo)));
}

TEST_CASE("pack_writer: what a killed run left is written over", "[vault][git]") {
  const test::GitRepo repo;
  const Path scratch = repo.path() / ".git/scratch";
  write_file(scratch, "half a pack", std::filesystem::perms::owner_read);
  PackWriter pack(scratch, pack_folder(repo));
  const ObjectId id = pack.add(ObjectKind::Blob, "whole");
  pack.finish();
  CHECK(repo.git({"cat-file", "blob", id.hex()}) == "whole");
}
