# Two sets of warnings. Link them last, so that their options come after all others.

# For the workbook's own code.
add_library(workbook_warnings INTERFACE)
target_compile_options(workbook_warnings INTERFACE
                       -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
                       -Wno-missing-field-initializers  # Naming some fields is the point.
                       $<$<BOOL:${WORKBOOK_WERROR}>:-Werror>)

# For what a student writes: few, and only an error where the workbook checks itself.
add_library(workbook_exercise_warnings INTERFACE)
target_compile_options(workbook_exercise_warnings INTERFACE
                       -Wall -Wextra -Wno-missing-field-initializers
                       -Werror=return-type  # What follows would puzzle more than the sentence.
                       $<$<CXX_COMPILER_ID:Clang>:-Wno-unused-private-field>
                       $<$<BOOL:${WORKBOOK_WERROR}>:-Werror>)
