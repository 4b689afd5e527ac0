# Reads workbook.json, the one list of exercises.

set(WORKBOOK_JSON ${CMAKE_CURRENT_SOURCE_DIR}/workbook.json)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${WORKBOOK_JSON})

# Calls command(id part_folder number_name header uses...) for every exercise, in the order of the
# list. `uses` are the ids of the earlier exercises that it stands on.
function(workbook_for_each_exercise command)
  file(READ ${WORKBOOK_JSON} json)
  string(JSON parts LENGTH "${json}" parts)
  math(EXPR last_part "${parts} - 1")
  foreach(p RANGE ${last_part})
    string(JSON folder GET "${json}" parts ${p} folder)
    string(JSON count LENGTH "${json}" parts ${p} exercises)
    if(count EQUAL 0)
      continue()
    endif()
    math(EXPR last_exercise "${count} - 1")
    foreach(e RANGE ${last_exercise})
      string(JSON id GET "${json}" parts ${p} exercises ${e} id)
      string(JSON name GET "${json}" parts ${p} exercises ${e} name)
      string(JSON header GET "${json}" parts ${p} exercises ${e} header)
      string(REGEX REPLACE "^[0-9]+\\." "" number "${id}")
      string(JSON uses ERROR_VARIABLE none GET "${json}" parts ${p} exercises ${e} uses)
      string(REGEX MATCHALL "[0-9]+\\.[0-9]+" uses "${uses}")
      cmake_language(CALL ${command} ${id} ${folder} ${number}_${name} ${header} ${uses})
    endforeach()
  endforeach()
endfunction()
