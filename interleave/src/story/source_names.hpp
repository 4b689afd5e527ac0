// What can be told from the text of a source line alone, where debug information does not say.
#pragma once

#include <string>

#include "model/object.hpp"
#include "model/operation.hpp"
#include "story/symbolizer.hpp"

namespace interleave {

// Returns the variable that the statement at `location` uses as an object of that kind in that way:
// "not_full_" out of "not_full_.wait(lock);". Empty unless there is exactly one that it can be.
std::string variable_in(const Location& location, ObjectKind kind, OpKind operation);

// Returns whether the statement at `location` reads a variable and writes it back: "++balance",
// "balance += 1". Compilers report that as a read and a write, or as a write alone.
bool changes_in_place(const Location& location);

}  // namespace interleave
