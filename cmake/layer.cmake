# One static library a layer, made of every source below its folder. A layer may use the layers
# that it names after DEPENDS and the libraries after LIBRARIES; tests/checks/layers holds the
# includes to the same order.
function(holdfast_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "DEPENDS;LIBRARIES")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/src/main\\.cpp$")
  add_library(holdfast_${name} STATIC ${sources})
  target_include_directories(holdfast_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  list(TRANSFORM layer_DEPENDS PREPEND holdfast_)
  target_link_libraries(holdfast_${name} PUBLIC ${layer_DEPENDS} PRIVATE ${layer_LIBRARIES})
endfunction()
