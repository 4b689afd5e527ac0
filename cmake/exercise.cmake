# The targets of one exercise.
#
# Its tests are compiled once, as an object tests.<key>: they see what they call through an
# interface (tests/interfaces/<part>/<exercise>/), which does not change. A program for one answer
# (the student's, the solution, a mistake, an alternative) is that object and the interface's
# source, which includes the answer: compiling it costs little.
#
# Where an exercise has no interface, each program compiles the tests against the answer. So do the
# programs for a debugger: in these a step into a call ends in the answer, and not in the interface.

# Sets `result` to the exercise's test files, in the order in which their tests run. Those that are
# made by a model come last: what a test by hand finds is easier to read.
function(workbook_test_files result part exercise)
  set(folder ${PROJECT_SOURCE_DIR}/tests/${part})
  file(GLOB halves CONFIGURE_DEPENDS ${folder}/${exercise}_*_test.cpp)
  set(files ${folder}/${exercise}_test.cpp ${halves})
  set(by_model ${folder}/${exercise}_model_test.cpp)
  if(by_model IN_LIST files)
    list(REMOVE_ITEM files ${by_model})
    list(APPEND files ${by_model})
  endif()
  set(${result} ${files} PARENT_SCOPE)
endfunction()

# A test program that compiles its sources against the header in `include_dir`.
function(workbook_add_direct_program target include_dir)
  add_executable(${target} ${ARGN})
  target_include_directories(${target} BEFORE PRIVATE ${include_dir})
  target_link_libraries(${target} PRIVATE workbook_support workbook_exercise)
  target_precompile_headers(${target} REUSE_FROM workbook_pch)
endfunction()

# Compiles the tests of an exercise that has an interface: tests.<key>.
function(workbook_add_tests key part exercise)
  if(TARGET tests.${key} OR
     NOT EXISTS ${PROJECT_SOURCE_DIR}/tests/interfaces/${part}/${exercise}.cpp)
    return()
  endif()
  add_library(tests.${key} OBJECT ${ARGN})
  target_include_directories(tests.${key} BEFORE PRIVATE
                             ${PROJECT_SOURCE_DIR}/tests/interfaces/${part}/${exercise})
  target_link_libraries(tests.${key} PRIVATE workbook_exercise workbook_lines_only)
  target_precompile_headers(tests.${key} REUSE_FROM workbook_pch)
endfunction()

# The exercise's tests, `sources`, for the header in `include_dir`.
function(workbook_add_test_program target include_dir key part exercise)
  if(NOT TARGET tests.${key})
    workbook_add_direct_program(${target} ${include_dir} ${ARGN})
    return()
  endif()
  add_executable(${target} ${PROJECT_SOURCE_DIR}/tests/interfaces/${part}/${exercise}.cpp
                           $<TARGET_OBJECTS:tests.${key}>)
  target_include_directories(${target} BEFORE PRIVATE ${include_dir})
  target_link_libraries(${target} PRIVATE workbook_support workbook_exercise)
  target_precompile_headers(${target} REUSE_FROM workbook_answer_pch)
endfunction()

# Sets `result` to a source file that includes the others. Compiling one object costs a third less
# than compiling several, where nobody waits for the first of them.
function(workbook_in_one_file result name)
  set(file ${PROJECT_BINARY_DIR}/in_one_file/${name}.cpp)
  list(TRANSFORM ARGN REPLACE "(.+)" "#include \"\\1\"\n" OUTPUT_VARIABLE includes)
  string(JOIN "" text ${includes})
  file(CONFIGURE OUTPUT ${file} CONTENT "${text}" @ONLY)
  set(${result} ${file} PARENT_SCOPE)
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

# own.<key>: the student's header under test, which stands on the student's own answers to earlier
# exercises (ARGN: their ids) in place of those in provided/. A header that includes the student's
# is found first.
function(workbook_add_own_program key part exercise folder tests)
  set(own ${PROJECT_BINARY_DIR}/own/${key})
  foreach(id IN LISTS ARGN)
    string(REPLACE . ";" numbers ${id})
    list(GET numbers 0 part_number)
    list(GET numbers 1 number)
    file(GLOB answer ${PROJECT_SOURCE_DIR}/part${part_number}_*/${number}_*/*.hpp)
    cmake_path(GET answer FILENAME header)
    file(CONFIGURE OUTPUT ${own}/provided/${header} CONTENT "#include \"${answer}\"\n" @ONLY)
  endforeach()
  workbook_add_test_program(own.${key} ${folder} ${key} ${part} ${exercise} ${tests})
  target_include_directories(own.${key} BEFORE PRIVATE ${own})
endfunction()

# In the student's build: the student's header under test, the same for a debugger, and on real
# threads.
function(workbook_add_student_targets id part exercise header)
  string(REPLACE . _ key ${id})
  set(folder ${PROJECT_SOURCE_DIR}/${part}/${exercise})
  workbook_test_files(tests ${part} ${exercise})
  workbook_add_tests(${key} ${part} ${exercise} ${tests})
  workbook_add_test_program(student.${key} ${folder} ${key} ${part} ${exercise} ${tests})
  if(ARGN)
    workbook_add_own_program(${key} ${part} ${exercise} ${folder} "${tests}" ${ARGN})
  endif()
  workbook_add_direct_program(debug.${key} ${folder} ${tests})
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

# Adds alternative.<key>.<name> for each of them: all tests.
function(workbook_add_alternatives key part exercise header all_tests)
  set(alternatives ${PROJECT_SOURCE_DIR}/tests/${part}/alternatives/${exercise})
  file(GLOB files CONFIGURE_DEPENDS ${alternatives}/*.hpp)
  foreach(file IN LISTS files)
    cmake_path(GET file STEM phrase)
    workbook_make_variant_folder(folder ${key} alternatives ${phrase} ${header} ${file})
    workbook_add_test_program(alternative.${key}.${phrase} ${folder} ${key} ${part} ${exercise}
                              ${all_tests})
  endforeach()
endfunction()

# Of a list of mistakes only a fixed quarter, by their place in it, where that is asked for.
function(workbook_choose_mistakes result)
  if(WORKBOOK_EVERY_MISTAKE)
    set(${result} ${ARGN} PARENT_SCOPE)
    return()
  endif()
  set(chosen)
  set(place 0)
  foreach(file IN LISTS ARGN)
    math(EXPR rest "${place} % 4")
    if(rest EQUAL 0)
      list(APPEND chosen ${file})
    endif()
    math(EXPR place "${place} + 1")
  endforeach()
  set(${result} ${chosen} PARENT_SCOPE)
endfunction()

# Adds mistake.<key>.<name> for each of them.
function(workbook_add_mistakes key part exercise header all_tests)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${part}/mistakes/${exercise}/*.hpp)
  workbook_choose_mistakes(files ${files})
  foreach(file IN LISTS files)
    cmake_path(GET file STEM phrase)
    set(target mistake.${key}.${phrase})
    set_property(GLOBAL APPEND PROPERTY WORKBOOK_MISTAKES ${target})
    workbook_make_variant_folder(folder ${key} mistakes ${phrase} ${header} ${file})
    workbook_add_test_program(${target} ${folder} ${key} ${part} ${exercise} ${all_tests})
  endforeach()
endfunction()

# In the build of everything: all that the workbook knows about an exercise except the student's
# own file, which may be in any state.
function(workbook_add_variants id part exercise header)
  string(REPLACE . _ key ${id})
  workbook_test_files(tests ${part} ${exercise})
  workbook_in_one_file(all_tests ${exercise}_all ${tests})
  workbook_add_tests(${key} ${part} ${exercise} ${all_tests})

  set(stub ${PROJECT_SOURCE_DIR}/tests/${part}/stubs/${exercise}.hpp)
  workbook_make_variant_folder(stub_folder ${key} stubs ${exercise} ${header} ${stub})
  workbook_add_direct_program(stub.${key} ${stub_folder} ${all_tests})  # As for a debugger.
  workbook_add_main(stub_main.${key} ${part} ${exercise} ${header} ${stub_folder})

  set(solution_folder ${PROJECT_SOURCE_DIR}/solutions/${part}/${exercise})
  workbook_add_test_program(solution.${key} ${solution_folder} ${key} ${part} ${exercise}
                            ${all_tests})
  workbook_add_main(solution_main.${key} ${part} ${exercise} ${header} ${solution_folder})

  workbook_add_alternatives(${key} ${part} ${exercise} ${header} ${all_tests})
  workbook_add_mistakes(${key} ${part} ${exercise} ${header} ${all_tests})
endfunction()

# Writes the names of the mistakes' programs for ./workbook test.
function(workbook_list_mistakes)
  get_property(mistakes GLOBAL PROPERTY WORKBOOK_MISTAKES)
  string(REPLACE ";" "\n" text "${mistakes}")
  file(WRITE ${PROJECT_BINARY_DIR}/mistakes.txt "${text}\n")
endfunction()
