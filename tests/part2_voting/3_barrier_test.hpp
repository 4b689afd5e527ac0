// What the tests of 2.3 share.
#pragma once

#include <atomic>
#include <cstddef>

#include "barrier.hpp"
#include "workbook_test.hpp"

namespace under_test {

// Makes one call after the other.
inline void drop_times(Barrier& barrier, int times) {
  for (int i = 0; i < times; ++i) barrier.arrive_and_drop();
}
inline void wait_times(Barrier& barrier, int times) {
  for (int i = 0; i < times; ++i) barrier.arrive_and_wait();
}

}  // namespace under_test
