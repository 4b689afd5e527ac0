# What `cmake --install` puts into place, and what find_package(interleave) finds there.
include(CMakePackageConfigHelpers)

set(INTERLEAVE_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/interleave)

install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES docs/story.schema.json gdb/interleave.py
        DESTINATION ${CMAKE_INSTALL_DATADIR}/interleave)

# Two sets: a project without GoogleTest takes the first alone.
set_target_properties(interleave_tool PROPERTIES EXPORT_NAME tool)
install(TARGETS interleave interleave_tool EXPORT interleave_targets)
install(
  EXPORT interleave_targets
  NAMESPACE interleave::
  DESTINATION ${INTERLEAVE_PACKAGE_DIR})

if(TARGET interleave_gtest)
  set_target_properties(interleave_gtest PROPERTIES EXPORT_NAME gtest)
  install(TARGETS interleave_gtest EXPORT interleave_gtest_targets)
  install(
    EXPORT interleave_gtest_targets
    NAMESPACE interleave::
    DESTINATION ${INTERLEAVE_PACKAGE_DIR})
endif()

configure_package_config_file(
  cmake/interleave-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/interleave-config.cmake
  INSTALL_DESTINATION ${INTERLEAVE_PACKAGE_DIR} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(
  ${CMAKE_CURRENT_BINARY_DIR}/interleave-config-version.cmake
  VERSION ${PROJECT_VERSION}
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/interleave-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/interleave-config-version.cmake
        DESTINATION ${INTERLEAVE_PACKAGE_DIR})
