// Exercise 1.4 without an explorer: all that a queue without an end is tried with, and the end.
#include "closing.hpp"
#include "mistakes/queue_end.hpp"
#include "mistakes/queue_together.hpp"

int main() {
  stress::stop_when_it_hangs();
  stress::one_thread<BoundedQueue>();
  stress::the_end<BoundedQueue>();
  stress::many_threads<BoundedQueue>();
}
