# tagwatch_module(NAME DEPENDS modules… LIBRARIES targets… SOURCES files…) declares one layer of the
# program as a static library; it sees only the modules that it names.
# tagwatch_tests(NAME [SERIAL] LIBRARIES targets… SOURCES files…) declares the tests of one module;
# SERIAL: none of them runs beside another.

add_library(tagwatch_flags INTERFACE)
target_include_directories(tagwatch_flags INTERFACE "${PROJECT_SOURCE_DIR}/include")
target_compile_definitions(tagwatch_flags INTERFACE BOOST_ASIO_NO_DEPRECATED
                                                    TAGWATCH_VERSION="${PROJECT_VERSION}")
target_compile_options(
  tagwatch_flags
  INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor
            -Woverloaded-virtual -Wbidi-chars=any -Wtrampolines -fstack-protector-strong
            -fstack-clash-protection -fcf-protection -ftrivial-auto-var-init=zero
            -fno-delete-null-pointer-checks)
target_link_options(tagwatch_flags INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
target_compile_definitions(tagwatch_flags INTERFACE _GLIBCXX_ASSERTIONS)
# GCC 12 sees overlapping copies in the concatenation of strings where there are none.
target_compile_options(tagwatch_flags INTERFACE -Wno-restrict)
if(TAGWATCH_WERROR)
  target_compile_options(tagwatch_flags INTERFACE -Werror)
endif()
if(CMAKE_BUILD_TYPE MATCHES "^Rel")
  target_compile_options(tagwatch_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
if(TAGWATCH_SANITIZE STREQUAL "address")
  # Under sanitizers GCC 12 takes values of fmt's for uninitialized that are not, and does not see
  # which of Asio's allocations its deallocation belongs to.
  target_compile_options(
    tagwatch_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                             -fno-omit-frame-pointer -Wno-maybe-uninitialized -Wno-uninitialized
                             -Wno-mismatched-new-delete)
  target_link_options(tagwatch_flags INTERFACE -fsanitize=address,undefined)
elseif(TAGWATCH_SANITIZE STREQUAL "thread")
  # GCC 12 does not know fences under TSan and warns of Asio's.
  target_compile_options(tagwatch_flags INTERFACE -fsanitize=thread -Wno-tsan -Wno-maybe-uninitialized
                                                  -Wno-mismatched-new-delete)
  target_link_options(tagwatch_flags INTERFACE -fsanitize=thread)
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

function(tagwatch_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES;SOURCES" ${ARGN})
  add_library(tagwatch_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(tagwatch_${name} PRIVATE tagwatch_flags PUBLIC ${ARG_LIBRARIES})
  target_include_directories(tagwatch_${name} PUBLIC "${PROJECT_SOURCE_DIR}/include")
  foreach(module IN LISTS ARG_DEPENDS)
    target_link_libraries(tagwatch_${name} PUBLIC tagwatch_${module})
  endforeach()
endfunction()

function(tagwatch_tests name)
  cmake_parse_arguments(ARG "SERIAL" "" "LIBRARIES;SOURCES" ${ARGN})
  add_executable(test_${name} ${ARG_SOURCES})
  target_link_libraries(test_${name} PRIVATE tagwatch_flags GTest::gmock_main GTest::gtest
                                             ${ARG_LIBRARIES})
  # What tests themselves do is short, and compiling them is most of the build.
  # What GCC 12 warns of wrongly at this level only: a Result is taken for uninitialized, and one of
  # Asio's allocations for none of its deallocation's.
  target_compile_options(test_${name} PRIVATE -O1 -Wno-mismatched-new-delete
                                               -Wno-maybe-uninitialized)
  target_include_directories(test_${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_compile_definitions(
    test_${name} PRIVATE TAGWATCH_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                         TAGWATCH_BINARY_DIR="${PROJECT_BINARY_DIR}")
  gtest_discover_tests(test_${name} PROPERTIES TIMEOUT 300 RUN_SERIAL ${ARG_SERIAL})
endfunction()
