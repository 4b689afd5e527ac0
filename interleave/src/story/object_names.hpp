// What to call a mutex or a condition variable: the name that the source line using it gives it.
#pragma once

#include <map>
#include <string>

#include "model/object.hpp"
#include "story/symbolizer.hpp"

namespace interleave {

// Returns the variable that the line at `location` uses as an object of that kind: "not_full_" out
// of "not_full_.wait(lock, ...);". Empty if it cannot be told.
std::string variable_in(const Location& location, ObjectKind kind);

// Returns the variable that the line at `location` changes by an assignment, ++ or --: "balance_".
// Empty if there is none.
std::string variable_changed_in(const Location& location);

// Returns whether the statement at `location` reads a variable and writes it back: "++balance",
// "balance += 1". Compilers report that as a read and a write, or as a write alone.
bool changes_in_place(const Location& location);

class ObjectNames {
 public:
  // The user's line `location` uses `object`.
  void note_use(const Object& object, const Location& location);

  // Returns "not_full_", or "a mutex (queue.hpp:24)" when the line does not say. Two objects of one
  // name are told apart: "fork", "fork #2".
  std::string of(const Object& object);

 private:
  struct Use {
    std::string variable;
    std::string place;
  };

  std::map<const Object*, Use> uses_;
  std::map<const Object*, std::string> names_;
  std::map<std::string, int> given_;  // How many objects have that name.
};

}  // namespace interleave
