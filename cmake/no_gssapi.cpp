// What libgit2 logs in to web servers by Kerberos with. holdfast opens repositories on disk only,
// so in a static program these stand for six libraries that would be loaded at every start.
extern "C" {
void* GSS_C_NT_HOSTBASED_SERVICE = nullptr;

// "Failure", as RFC 2744 numbers it.
unsigned gss_delete_sec_context() { return 13U << 16U; }
unsigned gss_display_status() { return 13U << 16U; }
unsigned gss_import_name() { return 13U << 16U; }
unsigned gss_indicate_mechs() { return 13U << 16U; }
unsigned gss_init_sec_context() { return 13U << 16U; }
unsigned gss_release_buffer() { return 13U << 16U; }
unsigned gss_release_name() { return 13U << 16U; }
unsigned gss_release_oid_set() { return 13U << 16U; }
unsigned gss_test_oid_set_member() { return 13U << 16U; }
}
