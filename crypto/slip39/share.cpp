#include "crypto/slip39/share.h"

#include "crypto/slip39/checksum.h"
#include "crypto/slip39/wordlist.h"
#include "src/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace holdfast::slip39 {

namespace {

constexpr std::size_t kHeaderWords = 4;
constexpr std::size_t kShortestValue = 16;            // bytes
constexpr std::size_t kShortest = 20, kLongest = 64;  // words; 64 hold 72 bytes
constexpr unsigned kMaxPadding = 8;                   // bits

// Wiped when freed, as the words of a share are as secret as the share.
using Words = std::vector<Word, WipingAllocator<Word>>;

// Writes numbers bit by bit into words of ten bits.
class WordWriter {
 public:
  void add(std::uint32_t number, unsigned bits) {
    while (bits-- > 0) {
      pending_ = (pending_ << 1U) | ((number >> bits) & 1U);
      if (++count_ < kWordBits) continue;
      words_.push_back(static_cast<Word>(pending_));
      pending_ = 0;
      count_ = 0;
    }
  }
  [[nodiscard]] Words& words() { return words_; }

 private:
  Words words_;
  std::uint32_t pending_ = 0;
  unsigned count_ = 0;
};

class WordReader {
 public:
  explicit WordReader(std::span<const Word> words) : words_(words) {}

  std::uint32_t take(unsigned bits) {
    std::uint32_t number = 0;
    for (; bits > 0; --bits, ++at_) {
      const unsigned word = words_[at_ / kWordBits];
      number = (number << 1U) | ((word >> (kWordBits - 1 - at_ % kWordBits)) & 1U);
    }
    return number;
  }

 private:
  std::span<const Word> words_;
  std::size_t at_ = 0;
};

[[noreturn]] void refuse(const std::string& why) { throw Error(Code::Integrity, why); }

[[noreturn]] void refuse_word(std::size_t number, std::string_view word) {
  const auto near = suggestions(word);
  Error error(Code::Integrity, fmt::format("word {} of the share is not in the list", number));
  if (!near.empty()) error.hint(fmt::format("is it {}?", fmt::join(near, " or ")));
  throw error;
}

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

Words words_of(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  Words words;
  for (std::size_t at = text.find_first_not_of(kBlanks); at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    SecretText word(text.substr(at, end - at));
    std::ranges::transform(word.expose(), word.fill().begin(), lower);
    const auto index = index_of(word.expose());
    if (!index) refuse_word(words.size() + 1, word.expose());
    if (words.size() == kLongest) refuse("the share has too many words");
    words.push_back(static_cast<Word>(*index));
    at = text.find_first_not_of(kBlanks, end);
  }
  if (words.size() < kShortest) {
    refuse(fmt::format("the share has only {} words: some are missing", words.size()));
  }
  return words;
}

SecretBytes value_of(std::span<const Word> words) {
  const std::size_t bits = words.size() * kWordBits;
  const auto padding = static_cast<unsigned>(bits % 16);
  if (padding > kMaxPadding) refuse("the share has a wrong number of words");
  WordReader reader(words);
  if (reader.take(padding) != 0) refuse("the share is malformed: its padding is not zero");
  SecretBytes value(bits / 16 * 2);
  for (std::uint8_t& byte : value.fill()) byte = static_cast<std::uint8_t>(reader.take(8));
  return value;
}

}  // namespace

Share Share::clone() const {
  return {label, group, group_threshold, groups, member, threshold, value.clone()};
}

SecretText print_mnemonic(const Share& share) {
  WordWriter writer;
  const auto less_one = [](int number) { return static_cast<std::uint32_t>(number - 1); };
  writer.add(share.label.id, 15);
  writer.add(share.label.extendable ? 1 : 0, 1);
  writer.add(static_cast<std::uint32_t>(share.label.iteration_exponent), 4);
  writer.add(static_cast<std::uint32_t>(share.group), 4);
  writer.add(less_one(share.group_threshold), 4);
  writer.add(less_one(share.groups), 4);
  writer.add(static_cast<std::uint32_t>(share.member), 4);
  writer.add(less_one(share.threshold), 4);
  const auto bits = static_cast<unsigned>(share.value.size() * 8);
  writer.add(0, (kWordBits - bits % kWordBits) % kWordBits);
  for (const std::uint8_t byte : share.value.expose()) writer.add(byte, 8);
  Words& words = writer.words();
  const auto code = checksum(words, share.label.extendable);
  words.insert(words.end(), code.begin(), code.end());

  SecretText text;
  for (const Word index : words) {
    if (!text.empty()) text.append(' ');
    text.append(word(index));
  }
  return text;
}

Share parse_mnemonic(std::string_view text) {
  const Words words = words_of(text);
  WordReader reader(words);
  Share share;
  const auto take = [&](unsigned bits) { return static_cast<int>(reader.take(bits)); };
  share.label.id = static_cast<std::uint16_t>(take(15));
  share.label.extendable = take(1) == 1;
  share.label.iteration_exponent = take(4);
  share.group = take(4);
  share.group_threshold = take(4) + 1;
  share.groups = take(4) + 1;
  share.member = take(4);
  share.threshold = take(4) + 1;
  if (!checksum_holds(words, share.label.extendable)) {
    throw Error(Code::Integrity,
                "the share's checksum does not hold: a word or their order is wrong")
        .hint("compare each word with the original");
  }
  if (share.group_threshold > share.groups || share.group >= share.groups) {
    refuse("the share is malformed: it asks for more groups than there are");
  }
  share.value = value_of(
      std::span(words).subspan(kHeaderWords, words.size() - kHeaderWords - kChecksumWords));
  if (share.value.size() < kShortestValue) refuse("the share is too short");
  return share;
}

}  // namespace holdfast::slip39
