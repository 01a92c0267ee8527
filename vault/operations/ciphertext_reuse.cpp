#include "vault/operations/ciphertext_reuse.h"

#include "crypto/primitives/hmac.h"
#include "crypto/sops/value_cipher.h"
#include "src/base/random.h"
#include "vault/document/scalar.h"
#include "vault/operations/comments.h"
#include "vault/operations/leaves.h"
#include "vault/operations/value_text.h"

#include <map>
#include <optional>

namespace holdfast::vault {

namespace {

using sops::ValueType;

// What stands at a path: the how many-th of those that share it, as elements of a list do.
struct Place {
  std::string aad;
  std::size_t ordinal = 0;
};

class Ordinals {
 public:
  Place next(std::string_view aad) {
    std::string path(aad);
    const std::size_t ordinal = counts_[path]++;
    return {std::move(path), ordinal};
  }

 private:
  std::map<std::string, std::size_t> counts_;
};

// The old values, found by path and typed plaintext. Those are compared by a keyed hash: the
// plaintexts are secret.
class Pool {
 public:
  Pool() : key_(32) { random_fill(key_.fill()); }

  void add(const Place& place, const OpenValue& value) {
    values_[digest(place, value.type, value.canonical)].emplace(place.ordinal, &value);
  }
  const OpenValue* take_at(const Place& place, ValueType type, const SecretText& text) {
    return take(
        place, type, text, [&](const ByOrdinal& found) { return found.find(place.ordinal); });
  }
  const OpenValue* take_any(const Place& place, ValueType type, const SecretText& text) {
    return take(place, type, text, [](const ByOrdinal& found) { return found.begin(); });
  }

 private:
  using ByOrdinal = std::map<std::size_t, const OpenValue*>;

  [[nodiscard]] Sha256Digest digest(const Place& place, ValueType type, const SecretText& text) {
    const std::string head = std::string(sops::type_word(type)) + ' ' +
                             std::to_string(place.aad.size()) + ' ' + place.aad;
    return hmac_sha256(key_.expose(), {as_bytes(head), text.expose_bytes()});
  }

  template <class Find>
  const OpenValue* take(const Place& place,
                        ValueType type,
                        const SecretText& text,
                        const Find& find) {
    const auto found = values_.find(digest(place, type, text));
    if (found == values_.end()) return nullptr;
    const auto at = find(found->second);
    if (at == found->second.end()) return nullptr;
    const OpenValue* value = at->second;
    found->second.erase(at);
    return value;
  }

  SecretBytes key_;
  std::map<Sha256Digest, ByOrdinal> values_;
};

// The type that a value may have had if this is how it is shown in the clear.
std::optional<ValueType> also_shown_as(ValueType type, Format format) {
  if (type == ValueType::Int) return ValueType::Float;
  if (type == ValueType::Str && format == Format::Json) return ValueType::Time;
  return std::nullopt;
}

struct Wanted {
  NodeId node = kNoNode;
  std::size_t comment = SIZE_MAX;
  Place place;
  ValueType type = ValueType::Str;
  SecretText text;
};

std::vector<Wanted> wanted_values(const Document& next) {
  std::vector<Wanted> wanted;
  Ordinals ordinals;
  for_each_leaf(next.tree(), [&](NodeId id, std::string_view aad) {
    const Node& node = next.tree().node(id);
    Place place = ordinals.next(aad);
    if (node.type == ScalarType::Null) return;
    wanted.push_back({id,
                      SIZE_MAX,
                      std::move(place),
                      value_type(node.type),
                      canonical(node.type, next.tree().value(node))});
  });
  return wanted;
}

std::vector<Wanted> wanted_comments(const Document& next, const std::vector<std::string>& aads) {
  std::vector<Wanted> wanted;
  Ordinals ordinals;
  for (std::size_t index = 0; index < aads.size(); ++index) {
    const SecretText text(next.tree().value(next.tree().comments()[index]));
    wanted.push_back(
        {kNoNode, index, ordinals.next(aads[index]), ValueType::Comment, text.clone()});
  }
  return wanted;
}

sops::EncryptedValue encrypted_form(const Tree& tree, const OpenValue& value) {
  return sops::parse_encrypted_value(value.node == kNoNode
                                         ? tree.value(tree.comments()[value.comment])
                                         : tree.value(tree.node(value.node)));
}

// Old comments by the path that they are bound to, which need not be that of their owner.
Pool comment_pool(const Opened& old) {
  Pool pool;
  Ordinals ordinals;
  const sops::ValueCipher cipher(old.key);
  const Tree& tree = old.document.tree();
  for (const OpenValue& value : old.open.values) {
    if (value.type != ValueType::Comment) continue;
    const std::string aad = value.node == kNoNode
                                ? comment_aad(tree, tree.comments()[value.comment])
                                : tree.aad(value.node);
    if (cipher.try_decrypt(encrypted_form(tree, value), aad)) pool.add(ordinals.next(aad), value);
  }
  return pool;
}

Pool value_pool(const Opened& old, NodeRange from) {
  Pool pool;
  Ordinals ordinals;
  auto next = old.open.values.begin();
  for_each_leaf(old.document.tree(), [&](NodeId id, std::string_view aad) {
    while (next != old.open.values.end() && next->node == kNoNode) ++next;
    if (next == old.open.values.end() || next->node != id) {  // a null has its place too
      static_cast<void>(ordinals.next(aad));
      return;
    }
    const OpenValue& value = *next++;
    if (value.type == ValueType::Comment) return;  // an element that will be a comment
    const Place place = ordinals.next(aad);
    const bool aliased = old.document.tree().node(id).aliased;
    if (value.was_encrypted && !aliased && from.contains(id)) pool.add(place, value);
  });
  return pool;
}

}  // namespace

CiphertextReuse::CiphertextReuse(const Opened& old,
                                 NodeRange from,
                                 const Document& next,
                                 const std::vector<std::string>& comment_aads)
    : old_(old), by_node_(next.tree().nodes().size()), by_comment_(comment_aads.size()) {
  const Tree& old_tree = old.document.tree();
  for (const std::size_t index : old.open.unopened_comments) {
    unopened_.insert(old_tree.value(old_tree.comments()[index]));
  }
  const auto match = [&](Pool pool, const std::vector<Wanted>& all, const auto& keep) {
    std::vector<const Wanted*> left;
    for (const Wanted& wanted : all) {
      const OpenValue* found = pool.take_at(wanted.place, wanted.type, wanted.text);
      const auto other = also_shown_as(wanted.type, next.format());
      if (found == nullptr && other) found = pool.take_at(wanted.place, *other, wanted.text);
      if (found == nullptr) left.push_back(&wanted);
      keep(wanted, found);
    }
    for (const Wanted* wanted : left) {
      const OpenValue* found = pool.take_any(wanted->place, wanted->type, wanted->text);
      const auto other = also_shown_as(wanted->type, next.format());
      if (found == nullptr && other) found = pool.take_any(wanted->place, *other, wanted->text);
      keep(*wanted, found);
    }
  };
  match(value_pool(old, from),
        wanted_values(next),
        [this](const Wanted& wanted, const OpenValue* found) { by_node_[wanted.node] = found; });
  match(comment_pool(old),
        wanted_comments(next, comment_aads),
        [this](const Wanted& wanted, const OpenValue* found) {
          by_comment_[wanted.comment] = found;
        });
}

std::string CiphertextReuse::ciphertext(const OpenValue& value) const {
  return sops::print_encrypted_value(encrypted_form(old_.document.tree(), value));
}

}  // namespace holdfast::vault
