# The targets of one exercise. Its tests are one source file, or several; only the folder its header
# is found in differs between the student's file, the stub, the solution, a mistake and an
# alternative.

# A test program: the exercise's tests against the header in `include_dir`.
function(workbook_add_test_program target part exercise include_dir)
  # Further tests in files of their own are compiled at the same time as the first.
  file(GLOB halves CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${part}/${exercise}_*_test.cpp)
  add_executable(${target} ${PROJECT_SOURCE_DIR}/tests/${part}/${exercise}_test.cpp ${halves})
  target_include_directories(${target} BEFORE PRIVATE ${include_dir})
  target_link_libraries(${target} PRIVATE workbook_support workbook_exercise)
  target_precompile_headers(${target} REUSE_FROM workbook_pch)
endfunction()

# A demonstration on real threads: the exercise's main.cpp with the header in `include_dir`.
# main.cpp lies beside the student's header, and an #include in quotes looks there first: any other
# header needs a copy of main.cpp that lies elsewhere.
function(workbook_add_main target part exercise header include_dir)
  set(main ${PROJECT_SOURCE_DIR}/${part}/${exercise}/main.cpp)
  if(NOT EXISTS ${main})
    return()  # The consistency test says so.
  endif()
  if(NOT include_dir STREQUAL ${PROJECT_SOURCE_DIR}/${part}/${exercise})
    configure_file(${main} ${PROJECT_BINARY_DIR}/mains/${target}/main.cpp COPYONLY)
    set(main ${PROJECT_BINARY_DIR}/mains/${target}/main.cpp)
  endif()
  add_executable(${target} ${main})
  target_include_directories(${target} BEFORE PRIVATE ${include_dir} ${PROJECT_SOURCE_DIR})
  target_compile_options(${target} PRIVATE -g)
  target_link_libraries(${target} PRIVATE Threads::Threads fmt::fmt workbook_exercise_warnings)
endfunction()

# In the student's build: the student's header under test, the same for a debugger, and on real
# threads.
function(workbook_add_student_targets id part exercise header)
  string(REPLACE . _ key ${id})
  set(folder ${PROJECT_SOURCE_DIR}/${part}/${exercise})
  workbook_add_test_program(student.${key} ${part} ${exercise} ${folder})
  workbook_add_test_program(debug.${key} ${part} ${exercise} ${folder})
  target_link_libraries(debug.${key} PRIVATE workbook_variables)
  workbook_add_main(main.${key} ${part} ${exercise} ${header} ${folder})
endfunction()

# A mistake, an alternative and the kept stub are files of another name: a folder is made for each
# in which a copy of it has the exercise's name, as a story shall show it. Sets `result` to that
# folder.
function(workbook_make_variant_folder result key kind phrase header file)
  set(folder ${PROJECT_BINARY_DIR}/variants/${key}/${kind}/${phrase})
  configure_file(${file} ${folder}/${header} COPYONLY)
  set(${result} ${folder} PARENT_SCOPE)
endfunction()

# One test program for each file in tests/<part>/<kind>s/<exercise>/.
function(workbook_add_variants_of_kind kind key part exercise header)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${part}/${kind}s/${exercise}/*.hpp)
  foreach(file IN LISTS files)
    cmake_path(GET file STEM phrase)
    workbook_make_variant_folder(folder ${key} ${kind}s ${phrase} ${header} ${file})
    workbook_add_test_program(${kind}.${key}.${phrase} ${part} ${exercise} ${folder})
  endforeach()
endfunction()

# In the build of everything: all that the workbook knows about an exercise except the student's
# own file, which may be in any state.
function(workbook_add_variants id part exercise header)
  string(REPLACE . _ key ${id})
  set(stub ${PROJECT_SOURCE_DIR}/tests/${part}/stubs/${exercise}.hpp)
  workbook_make_variant_folder(stub_folder ${key} stubs ${exercise} ${header} ${stub})
  workbook_add_test_program(stub.${key} ${part} ${exercise} ${stub_folder})
  workbook_add_main(stub_main.${key} ${part} ${exercise} ${header} ${stub_folder})

  set(solution_folder ${PROJECT_SOURCE_DIR}/solutions/${part}/${exercise})
  workbook_add_test_program(solution.${key} ${part} ${exercise} ${solution_folder})
  workbook_add_main(solution_main.${key} ${part} ${exercise} ${header} ${solution_folder})

  workbook_add_variants_of_kind(mistake ${key} ${part} ${exercise} ${header})
  workbook_add_variants_of_kind(alternative ${key} ${part} ${exercise} ${header})
endfunction()
