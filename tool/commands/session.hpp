// ./workbook in a terminal: one exercise, checked again at every save, until the student turns to
// another.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "check.hpp"
#include "live.hpp"
#include "terminal.hpp"
#include "watcher.hpp"
#include "workbook.hpp"

namespace workbook {

class Session {
 public:
  explicit Session(const Workbook& workbook);

  // Returns the exit status of the last check.
  int run();

 private:
  using Event = Watcher::Event;

  const Exercise* stay_with(const Exercise& exercise);
  const Exercise* another(const Exercise& exercise) const;
  Event show_check(const Exercise& exercise, Watcher& watcher);
  bool stops_check(const Event& event, const Exercise& exercise, const Live& live);
  void check_and_describe(const Exercise& exercise, Live& live);
  void print_keys(const Exercise& exercise) const;
  void obey(char key, const Exercise& exercise);
  void tell_another_story(const Exercise& exercise);
  void run_apart(const Exercise& exercise, char key);

  const Workbook& workbook_;
  const std::vector<Exercise> all_;
  std::optional<KeyMode> keys_;  // Not while another program has the terminal.
  Checked checked_;              // The last check, and ...
  std::string told_;             // ... the test whose story was told last.
  Event stopped_by_;             // What ended a check before its end.
  std::optional<char> later_;    // A key that came during a check and has to wait for its end.
};

}  // namespace workbook
