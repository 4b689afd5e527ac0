// What the program prints while it is explored. Thousands of schedules would print thousands of
// times: nothing is shown, and what the one failing schedule prints becomes part of its story.
#pragma once

#include <string>

namespace interleave {

// While one exists, standard output and standard error go nowhere.
class ProgramOutput {
 public:
  ProgramOutput();
  ~ProgramOutput();
  ProgramOutput(const ProgramOutput&) = delete;
  ProgramOutput& operator=(const ProgramOutput&) = delete;

  // From now on what is printed can be taken.
  void keep();

  // Returns what was printed since the last call; "" unless kept.
  static std::string take();

  // Returns all that was printed while the last one kept it.
  static const std::string& of_last();

  // Gives the process its output back at once, when it is about to crash.
  static void give_back();
};

}  // namespace interleave
