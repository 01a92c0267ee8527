#include "keystore/store/sops_age_secret.h"

#include "crypto/encoding/base64.h"
#include "src/base/error.h"
#include "src/base/file.h"
#include "vault/stores/json_index.h"
#include "vault/stores/yaml_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

namespace holdfast::keystore {

namespace {

constexpr std::string_view kEnding = ".agekey";
constexpr std::size_t kMaxName = 253;  // of any Kubernetes object, and of a Secret's entry

bool consists_of(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.size() <= kMaxName &&
         text.find_first_not_of(allowed) == std::string_view::npos;
}

void check_object_name(std::string_view name) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-.";
  if (consists_of(name, allowed)) return;
  throw Error(Code::Usage, fmt::format("\"{}\" is no name for a Kubernetes object", name));
}

void check_entry_name(std::string_view name) {
  constexpr std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._";
  if (consists_of(name, allowed) && name.ends_with(kEnding)) return;
  throw Error(Code::Usage, fmt::format("Flux does not read a Secret's entry \"{}\"", name));
}

SecretText entry_content(const SecretEntry& entry) {
  SecretText text;
  if (!entry.comment.empty()) {
    std::string comment = entry.comment;
    std::ranges::replace_if(
        comment, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    text.append("# " + comment + "\n");
  }
  text.append(entry.identity.expose());
  text.append('\n');
  return text;
}

std::vector<std::string> expected_recipients(const std::vector<SecretEntry>& entries) {
  std::vector<std::string> recipients;
  for (const SecretEntry& entry : entries) {
    recipients.push_back(age::parse_identity(entry.identity.expose())->recipient());
  }
  return recipients;
}

// The value of a scalar member; nullopt where it is absent or null.
std::optional<vault::NodeId> scalar(const vault::Tree& tree,
                                    vault::NodeId map,
                                    std::string_view key) {
  const auto id = tree.member(map, key);
  const bool there = id && tree.node(*id).kind == vault::NodeKind::Scalar &&
                     tree.node(*id).type != vault::ScalarType::Null;
  return there ? id : std::nullopt;
}

std::vector<vault::NodeId> members(const vault::Tree& tree,
                                   vault::NodeId map,
                                   std::string_view key,
                                   vault::NodeKind kind) {
  const auto id = tree.member(map, key);
  if (!id || tree.node(*id).kind != kind) return {};
  return tree.children(*id);
}

std::string_view kind_of(const vault::Tree& tree, vault::NodeId id) {
  if (tree.node(id).kind != vault::NodeKind::Map) return {};
  const auto kind = scalar(tree, id, "kind");
  return kind ? tree.value(tree.node(*kind)) : std::string_view();
}

// The Secrets among a document and, where it is a list, its items.
std::vector<vault::NodeId> secrets_in(const vault::Tree& tree, vault::NodeId root) {
  const std::string_view kind = kind_of(tree, root);
  std::vector<vault::NodeId> candidates{root};
  if (kind == "List" || kind == "SecretList") {
    candidates = members(tree, root, "items", vault::NodeKind::List);
  }
  std::erase_if(candidates, [&tree](auto id) { return kind_of(tree, id) != "Secret"; });
  return candidates;
}

SecretText decode_data(const vault::Tree& tree, vault::NodeId id) {
  SecretText packed;  // Kubernetes skips line breaks
  for (const char c : tree.value(tree.node(id))) {
    if (c != '\n' && c != '\r') packed.append(c);
  }
  if (auto content = decode_base64_secret(packed.expose())) return std::move(*content);
  throw Error(Code::Failed, "is no base64").at_key(tree.key_path(id));
}

struct FoundEntry {
  vault::NodeId node;
  SecretText content;
};

// The entries that Flux would read, in the order of the text. An entry of `stringData` replaces the
// one of `data` with its name, as it does in the cluster.
std::vector<FoundEntry> agekey_entries(const vault::Tree& tree, vault::NodeId secret) {
  std::vector<FoundEntry> entries;
  std::set<std::string_view> replaced;
  const auto texts = members(tree, secret, "stringData", vault::NodeKind::Map);
  for (const vault::NodeId id : texts) replaced.insert(tree.key(tree.node(id)));
  for (const vault::NodeId id : members(tree, secret, "data", vault::NodeKind::Map)) {
    const std::string_view name = tree.key(tree.node(id));
    if (!name.ends_with(kEnding) || replaced.contains(name)) continue;
    entries.push_back({id, decode_data(tree, id)});
  }
  for (const vault::NodeId id : texts) {
    if (!tree.key(tree.node(id)).ends_with(kEnding)) continue;
    entries.push_back({id, SecretText(tree.value(tree.node(id)))});
  }
  return entries;
}

std::vector<std::string> recipients_of(const vault::Tree& tree,
                                       const std::vector<FoundEntry>& entries) {
  std::vector<std::string> recipients;
  for (const FoundEntry& entry : entries) {
    try {
      for (const auto& identity : age::parse_identity_file(entry.content.expose())) {
        recipients.push_back(identity->recipient());
        if (recipients.back().empty()) throw Error(Code::Failed, "Flux has no age plugins");
      }
    } catch (Error& error) {
      throw error.at_key(tree.key_path(entry.node))
          .hint("Flux refuses the whole Secret for one bad line: correct it");
    }
  }
  return recipients;
}

vault::Tree read_manifest(std::string_view manifest) {
  if (manifest.size() > kMaxDocument) throw Error(Code::Failed, "the manifest is too large");
  const std::size_t first = manifest.find_first_not_of(" \t\r\n");
  const bool json = first != std::string_view::npos && manifest[first] == '{';
  return json ? vault::index_json(manifest) : vault::index_yaml(manifest);
}

}  // namespace

SecretText print_secret(std::string_view name,
                        std::string_view name_space,
                        const std::vector<SecretEntry>& entries) {
  check_object_name(name);
  check_object_name(name_space);
  SecretText manifest;
  // Quoted, since a name such as "123" would be a number.
  manifest.append(
      fmt::format("apiVersion: v1\nkind: Secret\nmetadata:\n  name: \"{}\"\n  namespace: \"{}\"\n"
                  "  labels:\n    reconcile.fluxcd.io/watch: Enabled\ntype: Opaque\ndata:\n",
                  name,
                  name_space));
  for (const SecretEntry& entry : entries) {
    check_entry_name(entry.name);
    manifest.append(fmt::format("  {}: ", entry.name));
    manifest.append(encode_base64_secret(entry_content(entry).expose_bytes()).expose());
    manifest.append('\n');
  }
  if (secret_recipients(manifest.expose()) != expected_recipients(entries)) {
    throw Error(Code::Integrity, "the Secret that was made does not hold the keys that it should");
  }
  return manifest;
}

std::vector<std::string> secret_recipients(std::string_view manifest) {
  const vault::Tree tree = read_manifest(manifest);
  for (std::size_t document = 0; document < tree.documents(); ++document) {
    const vault::NodeId root = tree.root(document);
    if (root == vault::kNoNode) continue;
    for (const vault::NodeId secret : secrets_in(tree, root)) {
      const std::vector<FoundEntry> entries = agekey_entries(tree, secret);
      if (!entries.empty()) return recipients_of(tree, entries);
    }
  }
  throw Error(Code::Failed, "there is no Secret with an entry that ends in .agekey");
}

}  // namespace holdfast::keystore
