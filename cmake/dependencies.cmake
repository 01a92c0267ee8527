# Every library that holdfast uses; docs/reference/dependencies.md says why each is here, and
# scripts/packages lists the Debian packages that hold them.
find_package(PkgConfig REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(yaml REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(git2 REQUIRED IMPORTED_TARGET libgit2)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(archive REQUIRED IMPORTED_TARGET libarchive)

include(cmake/static.cmake)

# Of libarchive we use tar alone, but the shared library loads ten others at every start (4 ms).
# The static one, without the sections that nobody calls, needs none of them; where it cannot be
# linked so, the shared one serves.
find_library(HOLDFAST_STATIC_ARCHIVE libarchive.a)
if(HOLDFAST_STATIC_ARCHIVE)
  set(CMAKE_REQUIRED_LIBRARIES ${HOLDFAST_STATIC_ARCHIVE} -Wl,--gc-sections)
  check_cxx_source_compiles("
    #include <archive.h>
    int main() {
      archive_write_set_format_ustar(archive_write_new());
      return archive_read_support_format_tar(archive_read_new());
    }" HOLDFAST_ARCHIVE_LINKS_STATICALLY)
  unset(CMAKE_REQUIRED_LIBRARIES)
endif()
add_library(holdfast_archive INTERFACE)
if(HOLDFAST_ARCHIVE_LINKS_STATICALLY)
  target_link_libraries(holdfast_archive INTERFACE ${HOLDFAST_STATIC_ARCHIVE})
  target_link_options(holdfast_archive INTERFACE -Wl,--gc-sections)
else()
  target_link_libraries(holdfast_archive INTERFACE PkgConfig::archive)
endif()
