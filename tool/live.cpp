#include "live.hpp"

#include <fmt/core.h>

#include <cstdio>

#include "show.hpp"
#include "terminal.hpp"

namespace workbook {

Live::Live(const Exercise& exercise, const Attention* attention)
    : exercise_(exercise), attention_(attention) {
  set_status("checking ...");
}

Live::~Live() { hide(); }

CheckListeners Live::listeners() {
  CheckListeners all;
  all.tests.attention = attention_;
  all.on_build = [this](int done, int of) {
    set_status(fmt::format("compiling: {} of {}", done, of));
  };
  all.tests.on_test = [this](const TestReport& test, std::size_t longest) { add(test, longest); };
  all.tests.on_progress = [this](std::size_t done, std::size_t of) {
    set_status(fmt::format("testing: {} of {}", done, of));
  };
  return all;
}

void Live::hide() const { show_transient(""); }

void Live::show() const {
  show_transient(fmt::format("{} {}: {}", exercise_.id, exercise_.name, status_));
}

void Live::finish() {
  hide();
  if (listed_any_) fmt::print("\n");
  listed_any_ = false;
}

void Live::set_status(const std::string& status) {
  if (status == status_) return;
  status_ = status;
  show();
}

void Live::add(const TestReport& test, std::size_t longest_name) {
  if (test.passed() || test.verdict == Verdict::kNotWritten) return;
  hide();
  fmt::print("{}", list_line(red("FAIL"), test.test, longest_name, words_for(test.verdict)));
  std::fflush(stdout);
  listed_any_ = true;
  show();
}

}  // namespace workbook
