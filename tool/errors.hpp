// How a command ends.
#pragma once

#include <stdexcept>

namespace workbook {

// Exit statuses, the same for every command.
constexpr int kPassed = 0;
constexpr int kFailed = 1;
constexpr int kCouldNotTell = 2;

// Thrown with a sentence for the person at the keyboard: what is wrong, and what to do about it.
// The command ends with kCouldNotTell.
class CannotTell : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace workbook
