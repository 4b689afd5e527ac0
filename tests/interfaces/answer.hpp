// Where a test's object keeps the answer's: the tests do not know its type.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>

namespace under_test {

// The answer's object lies inside the test's where it fits, as it would without the interface: an
// object that is made in the place of an earlier one has the earlier one's address.
class AnswerPlace {
 public:
  // Requires: `Answer` is the same type in all calls; make, then get, then destroy.
  template <typename Answer, typename... Arguments>
  void make(Arguments&&... arguments) {
    if constexpr (fits<Answer>) {
      new (room_) Answer(std::forward<Arguments>(arguments)...);
    } else {
      new (room_) Answer*(new Answer(std::forward<Arguments>(arguments)...));
    }
  }

  template <typename Answer>
  Answer& get() const {
    if constexpr (fits<Answer>) {
      return *std::launder(reinterpret_cast<Answer*>(room_));
    } else {
      return **std::launder(reinterpret_cast<Answer**>(room_));
    }
  }

  template <typename Answer>
  void destroy() {
    if constexpr (fits<Answer>) {
      std::destroy_at(&get<Answer>());
    } else {
      delete &get<Answer>();
    }
  }

 private:
  static constexpr std::size_t kRoom = 1024;

  template <typename Answer>
  static constexpr bool fits = sizeof(Answer) <= kRoom &&
                               alignof(Answer) <= alignof(std::max_align_t);

  alignas(std::max_align_t) mutable unsigned char room_[kRoom];
};

}  // namespace under_test
