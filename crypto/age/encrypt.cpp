#include "crypto/age/encrypt.h"

#include "crypto/age/header.h"
#include "crypto/age/payload_stream.h"
#include "crypto/encoding/armor.h"
#include "src/base/error.h"
#include "src/base/random.h"

#include <algorithm>
#include <iterator>

namespace holdfast::age {

namespace {

using Borrowed = std::span<const Recipient* const>;

FileKey random_file_key() {
  FileKey key;
  random_fill(key.fill());
  return key;
}

std::vector<Stanza> wrap_for_all(Borrowed to, const FileKey& file_key) {
  Wrapped all = to.front()->wrap(file_key);
  for (const Recipient* recipient : to.subspan(1)) {
    Wrapped more = recipient->wrap(file_key);
    if (more.labels != all.labels) {
      throw Error(Code::Failed, "these recipients cannot be mixed in one file")
          .hint("encrypt either to post-quantum recipients only or to none");
    }
    std::ranges::move(more.stanzas, std::back_inserter(all.stanzas));
  }
  std::vector<Stanza> stanzas = std::move(all.stanzas);
  const bool passphrase = std::ranges::find(stanzas, "scrypt", &Stanza::type) != stanzas.end();
  if (passphrase && stanzas.size() > 1) {
    throw Error(Code::Failed, "a passphrase must be the only recipient of its file");
  }
  return stanzas;
}

std::string header_for(Borrowed to, const FileKey& file_key) {
  if (to.empty()) throw Error(Code::Failed, "there is no recipient to encrypt to");
  return print_header(wrap_for_all(to, file_key), file_key);
}

Bytes encrypt_binary(ByteView plain, Borrowed to) {
  const FileKey file_key = random_file_key();
  Bytes file = to_bytes(header_for(to, file_key));
  append_payload(file, plain, file_key);
  return file;
}

void encrypt_binary(Source& plain, Sink& out, Borrowed to, unsigned jobs) {
  const FileKey file_key = random_file_key();
  out.write(as_bytes(header_for(to, file_key)));
  seal_payload(plain, out, file_key, jobs);
}

std::vector<const Recipient*> borrow(const Recipients& to) {
  std::vector<const Recipient*> borrowed;
  for (const RecipientPtr& recipient : to) borrowed.push_back(recipient.get());
  return borrowed;
}

}  // namespace

Bytes encrypt(ByteView plain, const Recipients& to, Form form) {
  Bytes file = encrypt_binary(plain, borrow(to));
  return form == Form::Binary ? file : to_bytes(encode_armor(file));
}

std::string encrypt_armored(ByteView plain, const Recipient& to) {
  const Recipient* const borrowed = &to;
  return encode_armor(encrypt_binary(plain, Borrowed(&borrowed, 1)));
}

void encrypt(Source& plain, Sink& out, const Recipients& to, const EncryptOptions& options) {
  if (options.form == Form::Binary) return encrypt_binary(plain, out, borrow(to), options.jobs);
  ArmorSink armor(out);
  encrypt_binary(plain, armor, borrow(to), options.jobs);
  armor.finish();
}

}  // namespace holdfast::age
