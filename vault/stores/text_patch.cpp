#include "vault/stores/text_patch.h"

#include "src/base/error.h"

#include <algorithm>

namespace holdfast::vault {

namespace {

// An insertion goes before a replacement that starts at the same place.
bool comes_before(const Splice& one, const Splice& other) {
  if (one.where.begin != other.where.begin) return one.where.begin < other.where.begin;
  return one.where.size() == 0 && other.where.size() != 0;
}

// Throws for splices that overlap or lie outside the text; returns the size of the result.
std::size_t patched_size(std::size_t size, const std::vector<Splice>& sorted) {
  std::size_t free_from = 0;
  std::size_t result = size;
  for (const Splice& splice : sorted) {
    const Span where = splice.where;
    if (where.begin < free_from || where.end < where.begin || where.end > size) {
      throw Error(Code::Failed, "internal fault: edits of a document overlap");
    }
    free_from = where.end;
    result = result - where.size() + splice.with.size();
  }
  return result;
}

}  // namespace

SecretText patch(std::string_view text, std::vector<Splice> splices) {
  std::ranges::stable_sort(splices, comes_before);
  SecretText result;
  result.reserve(patched_size(text.size(), splices));
  std::size_t copied = 0;
  for (const Splice& splice : splices) {
    result.append(text.substr(copied, splice.where.begin - copied));
    result.append(splice.with.expose());
    copied = splice.where.end;
  }
  result.append(text.substr(copied));
  return result;
}

}  // namespace holdfast::vault
