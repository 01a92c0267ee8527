#include "crypto/sops/data_key.h"

#include "src/base/random.h"

namespace holdfast::sops {

DataKey generate_data_key() {
  DataKey key;
  random_fill(key.fill());
  return key;
}

}  // namespace holdfast::sops
