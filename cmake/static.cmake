# Loading twenty shared libraries takes longer than most commands do (4 ms of 5 ms), so those that
# Debian has as archives are linked statically, less the sections that nobody calls. Where that does
# not work the shared ones serve. The C library stays shared: it loads others by name.
#
# Each library has its target, whichever way it is linked: holdfast_git2 and so on. This file is
# included after the libraries are found.
include(CheckCXXSourceCompiles)

option(HOLDFAST_STATIC "link libraries statically where there are archives of them" ON)
set(archives git2 mbedtls mbedx509 mbedcrypto http_parser pcre2-8 ssh2 re2 yaml sodium crypto z)
set(static_libraries ${HOLDFAST_STATIC})
if(HOLDFAST_SANITIZE)
  set(static_libraries OFF)  # nobody waits for these, and they are tested as most systems link
endif()
foreach(archive ${archives})
  find_library(HOLDFAST_ARCHIVE_${archive} lib${archive}.a)
  mark_as_advanced(HOLDFAST_ARCHIVE_${archive})
  if(NOT HOLDFAST_ARCHIVE_${archive})
    set(static_libraries OFF)
  endif()
  list(APPEND archive_files ${HOLDFAST_ARCHIVE_${archive}})
endforeach()

if(static_libraries)
  file(READ ${CMAKE_CURRENT_LIST_DIR}/no_gssapi.cpp no_gssapi)
  set(CMAKE_REQUIRED_LIBRARIES ${archive_files} -Wl,--gc-sections)
  check_cxx_source_compiles("
    #include <git2.h>
    ${no_gssapi}
    int main() {
      git_repository* repository = nullptr;
      return git_libgit2_init() + git_repository_open(&repository, \".\");
    }" HOLDFAST_LINKS_STATICALLY)
  file(READ ${CMAKE_CURRENT_LIST_DIR}/fmt.cpp fmt_source)
  get_target_property(CMAKE_REQUIRED_INCLUDES fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
  set(CMAKE_REQUIRED_FLAGS -std=c++20)
  set(CMAKE_REQUIRED_LIBRARIES)
  check_cxx_source_compiles("${fmt_source}
    int main() { return static_cast<int>(fmt::format(\"{}\", 1.5).size()); }" HOLDFAST_COMPILES_FMT)
  unset(CMAKE_REQUIRED_INCLUDES)
  unset(CMAKE_REQUIRED_FLAGS)
endif()

# A target that links archives, in this order, instead of `shared`.
function(holdfast_library name shared)
  add_library(holdfast_${name} INTERFACE)
  if(NOT static_libraries OR NOT HOLDFAST_LINKS_STATICALLY)
    target_link_libraries(holdfast_${name} INTERFACE ${shared})
    return()
  endif()
  target_include_directories(holdfast_${name} SYSTEM INTERFACE
                             $<TARGET_PROPERTY:${shared},INTERFACE_INCLUDE_DIRECTORIES>)
  foreach(archive ${ARGN})
    target_link_libraries(holdfast_${name} INTERFACE ${HOLDFAST_ARCHIVE_${archive}})
  endforeach()
  target_link_options(holdfast_${name} INTERFACE -Wl,--gc-sections)
endfunction()

holdfast_library(sodium PkgConfig::sodium sodium)
holdfast_library(openssl OpenSSL::Crypto crypto)
holdfast_library(yaml PkgConfig::yaml yaml)
holdfast_library(re2 PkgConfig::re2 re2)
holdfast_library(zlib ZLIB::ZLIB z)
holdfast_library(git2 PkgConfig::git2 git2 mbedtls mbedx509 mbedcrypto http_parser pcre2-8 ssh2 crypto z)
if(static_libraries AND HOLDFAST_LINKS_STATICALLY)
  add_library(holdfast_no_gssapi STATIC ${CMAKE_CURRENT_LIST_DIR}/no_gssapi.cpp)
  target_link_libraries(holdfast_git2 INTERFACE holdfast_no_gssapi)
endif()

if(static_libraries AND HOLDFAST_LINKS_STATICALLY AND HOLDFAST_COMPILES_FMT)
  add_library(holdfast_fmt STATIC ${CMAKE_CURRENT_LIST_DIR}/fmt.cpp)
  target_include_directories(holdfast_fmt SYSTEM PUBLIC
                             $<TARGET_PROPERTY:fmt::fmt,INTERFACE_INCLUDE_DIRECTORIES>)
  set(holdfast_runtime_options -static-libstdc++ -static-libgcc)
else()
  add_library(holdfast_fmt INTERFACE)
  target_link_libraries(holdfast_fmt INTERFACE fmt::fmt)
endif()
