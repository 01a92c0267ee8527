#include "cli/compat/sops_flags.h"

#include <initializer_list>

namespace holdfast::cli {

namespace {

using Takes = SopsFlag::Takes;

const SopsFlag kHelp{"help,h", Takes::Nothing, "this text"};
const SopsFlag kInPlace{"in-place,i", Takes::Nothing, "write the result into the file"};
const SopsFlag kOutput{"output", Takes::Text, "write the result into this file"};
const SopsFlag kInputType{
    "input-type", Takes::Text, "what the file is: yaml, json, dotenv, ini or binary"};
const SopsFlag kOutputType{"output-type", Takes::Text, "what the result is to be"};
const SopsFlag kOverride{"filename-override", Takes::Text, "the name that decides format and rule"};
const SopsFlag kExtract{"extract", Takes::Text, "one value: '[\"data\"][\"token\"]'"};
const SopsFlag kIgnoreMac{"ignore-mac", Takes::Nothing, "go on though the MAC does not hold"};
const SopsFlag kYes{"yes,y", Takes::Nothing, "do not ask"};
const SopsFlag kFile{"file,f", Takes::Text, "the file to change"};
const SopsFlag kShow{"show-master-keys,s", Takes::Nothing, "refused: sops loses what is edited so"};
const SopsFlag kIdempotent{"idempotent", Takes::Nothing, "write nothing when nothing would change"};
const SopsFlag kThreshold{
    "shamir-secret-sharing-threshold", Takes::Number, "key groups needed to open it"};
const SopsFlag kContext{"encryption-context", Takes::Text, "of AWS KMS; refused"};
const SopsFlag kOrder{
    "decryption-order", Takes::Text, "kinds of keys, as they are tried", "SOPS_DECRYPTION_ORDER"};
const SopsFlag kVerbose{"verbose", Takes::Nothing, "more news on stderr"};
const SopsFlag kBackground{"background", Takes::Nothing, "do not wait for the command"};
const SopsFlag kUser{"user", Takes::Text, "the user to run the command as"};
const SopsFlag kOmitExtensions{
    "omit-extensions", Takes::Nothing, "destinations without the extension"};

SopsFlags joined(std::initializer_list<SopsFlags> parts) {
  SopsFlags all;
  for (const SopsFlags& part : parts) all.insert(all.end(), part.begin(), part.end());
  all.push_back(kHelp);
  return all;
}

SopsFlags services() {
  return {{"enable-local-keyservice",
           Takes::Nothing,
           "use the keys at hand (default)",
           "SOPS_ENABLE_LOCAL_KEYSERVICE"},
          {"keyservice", Takes::Texts, "a key service to ask; not supported", "SOPS_KEYSERVICE"}};
}

SopsFlags types() { return {kInputType, kOutputType}; }

SopsFlags keys() {
  return {
      {"kms,k", Takes::Text, "AWS keys; refused", "SOPS_KMS_ARN"},
      {"aws-profile", Takes::Text, "of AWS; refused"},
      {"gcp-kms", Takes::Text, "GCP keys; refused", "SOPS_GCP_KMS_IDS"},
      {"hckms", Takes::Text, "Huawei keys; refused", "SOPS_HUAWEICLOUD_KMS_IDS"},
      {"azure-kv", Takes::Text, "Azure keys; refused", "SOPS_AZURE_KEYVAULT_URLS"},
      {"hc-vault-transit", Takes::Text, "Vault keys; refused", "SOPS_VAULT_URIS"},
      {"pgp,p", Takes::Text, "PGP fingerprints, by gpg", "SOPS_PGP_FP"},
      {"age,a", Takes::Text, "age recipients, with commas between them", "SOPS_AGE_RECIPIENTS"}};
}

SopsFlags group_keys() {
  return {{"pgp", Takes::Texts, "a PGP fingerprint of the new group"},
          {"kms", Takes::Texts, "AWS keys; refused"},
          {"aws-profile", Takes::Text, "of AWS; refused"},
          {"gcp-kms", Takes::Texts, "GCP keys; refused"},
          {"hckms", Takes::Texts, "Huawei keys; refused"},
          {"azure-kv", Takes::Texts, "Azure keys; refused"},
          {"hc-vault-transit", Takes::Texts, "Vault keys; refused"},
          {"age", Takes::Texts, "an age recipient of the new group"}};
}

SopsFlags key_changes() {
  return {{"add-age", Takes::Text, "age recipients to add"},
          {"rm-age", Takes::Text, "age recipients to remove"},
          {"add-pgp", Takes::Text, "PGP fingerprints to add"},
          {"rm-pgp", Takes::Text, "PGP fingerprints to remove"},
          {"add-kms", Takes::Text, "refused"},
          {"rm-kms", Takes::Text, "AWS keys to remove"},
          {"add-gcp-kms", Takes::Text, "refused"},
          {"rm-gcp-kms", Takes::Text, "GCP keys to remove"},
          {"add-hckms", Takes::Text, "refused"},
          {"rm-hckms", Takes::Text, "Huawei keys to remove"},
          {"add-azure-kv", Takes::Text, "refused"},
          {"rm-azure-kv", Takes::Text, "Azure keys to remove"},
          {"add-hc-vault-transit", Takes::Text, "refused"},
          {"rm-hc-vault-transit", Takes::Text, "Vault keys to remove"}};
}

SopsFlags selection() {
  return {{"unencrypted-suffix", Takes::Text, "keys with this suffix stay in the clear"},
          {"encrypted-suffix", Takes::Text, "only keys with this suffix are encrypted"},
          {"unencrypted-regex", Takes::Text, "keys that match stay in the clear"},
          {"encrypted-regex", Takes::Text, "only keys that match are encrypted"}};
}

}  // namespace

SopsFlags sops_global_flags() {
  const SopsFlags modes{
      {"decrypt,d", Takes::Nothing, "decrypt a file"},
      {"encrypt,e", Takes::Nothing, "encrypt a file"},
      {"rotate,r", Takes::Nothing, "a fresh data key for a file"},
      {"set", Takes::Text, "set a value: '[\"key\"] \"value\"'"},
      {"disable-version-check",
       Takes::Nothing,
       "taken; there is no check",
       "SOPS_DISABLE_VERSION_CHECK"},
      {"check-for-updates", Takes::Nothing, "taken; there is no check"},
      {"version,v", Takes::Nothing, "the sops version that this is the command line of"},
      {"config", Takes::Text, "this .sops.yaml, instead of the nearest above", "SOPS_CONFIG"},
      {"indent", Takes::Number, "blanks for each level of a result that is printed anew"},
      {"mac-only-encrypted", Takes::Nothing, "the MAC covers encrypted values only"},
      {"unencrypted-comment-regex", Takes::Text, "what such a comment covers stays in the clear"},
      {"encrypted-comment-regex", Takes::Text, "only what such a comment covers is encrypted"}};
  return joined({modes,
                 {kInPlace,
                  kOutput,
                  kExtract,
                  kShow,
                  kIgnoreMac,
                  kOverride,
                  kThreshold,
                  kContext,
                  kOrder,
                  kVerbose},
                 types(),
                 keys(),
                 key_changes(),
                 selection(),
                 services()});
}

SopsFlags sops_encrypt_flags() {
  return joined({{kInPlace, kOutput, kContext, kThreshold, kOverride},
                 keys(),
                 types(),
                 selection(),
                 services()});
}

SopsFlags sops_decrypt_flags() {
  return joined(
      {{kInPlace, kExtract, kOutput, kIgnoreMac, kOverride, kOrder}, types(), services()});
}

SopsFlags sops_edit_flags() {
  return joined({{kContext, kThreshold, kShow, kIgnoreMac, kOrder},
                 keys(),
                 types(),
                 selection(),
                 services()});
}

SopsFlags sops_rotate_flags() {
  return joined(
      {{kInPlace, kOutput, kContext, kOverride, kOrder}, types(), key_changes(), services()});
}

SopsFlags sops_set_flags() {
  return joined({types(),
                 {{"value-file", Takes::Nothing, "VALUE names the file that holds it"},
                  {"value-stdin", Takes::Nothing, "the value comes on standard input"},
                  kThreshold,
                  kIgnoreMac,
                  kOrder,
                  kIdempotent},
                 services()});
}

SopsFlags sops_unset_flags() {
  return joined({types(), {kThreshold, kIgnoreMac, kOrder, kIdempotent}, services()});
}

SopsFlags sops_updatekeys_flags() { return joined({{kYes, kInputType}, services()}); }

SopsFlags sops_groups_add_flags() {
  return joined({{kFile, kInPlace, kThreshold, kContext}, group_keys(), services()});
}

SopsFlags sops_groups_delete_flags() { return joined({{kFile, kInPlace, kThreshold}, services()}); }

SopsFlags sops_exec_env_flags() {
  return joined({{kBackground,
                  {"pristine", Takes::Nothing, "only the file's values in the environment"},
                  kUser,
                  {"same-process", Takes::Nothing, "become the command, instead of waiting for it"},
                  kOrder},
                 services()});
}

SopsFlags sops_exec_file_flags() {
  return joined({{kBackground,
                  {"no-fifo", Takes::Nothing, "a regular file, instead of a pipe"},
                  kUser,
                  {"filename", Takes::Text, "the name of the file"},
                  kOrder},
                 types(),
                 services()});
}

SopsFlags sops_publish_flags() {
  return joined({{kYes,
                  kOmitExtensions,
                  {"recursive", Takes::Nothing, "every file of a folder"},
                  kVerbose,
                  kOrder},
                 services()});
}

SopsFlags sops_filestatus_flags() { return joined({{kInputType}}); }

SopsFlags sops_keyservice_flags() {
  return joined({{{"network,net", Takes::Text, "tcp or unix"},
                  {"address,addr", Takes::Text, "where to listen"},
                  {"prompt", Takes::Nothing, "ask before each use of a key"},
                  kVerbose}});
}

SopsFlags sops_no_flags() { return joined({}); }

}  // namespace holdfast::cli
