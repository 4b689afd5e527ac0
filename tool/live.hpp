// Says what a check finds while it goes on.
#pragma once

#include <string>

#include "check.hpp"
#include "workbook.hpp"

namespace workbook {

// Each test that fails gets its line as soon as it is known, in the order of the source; in a
// terminal a line below says how far the check is. A test that is not written gets no line: the
// place to write is told at the end.
class Live {
 public:
  // Both must outlive it. `attention` may be nullptr.
  explicit Live(const Exercise& exercise, const Attention* attention = nullptr);
  ~Live();
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;

  // To be called once.
  CheckListeners listeners();

  // Wipes the line that says how far the check is, and draws it again.
  void hide() const;
  void show() const;

  // Ends the list of those that failed.
  void finish();

 private:
  void set_status(const std::string& status);
  void add(const TestReport& test, std::size_t longest_name);

  const Exercise& exercise_;
  const Attention* attention_;
  std::string status_;
  bool listed_any_ = false;
};

}  // namespace workbook
