// Exercise 1.3 without an explorer.
#include "bounded_queue.hpp"
#include "mistakes/queue_together.hpp"

int main() {
  stress::stop_when_it_hangs();
  stress::one_thread<BoundedQueue>();
  stress::many_threads<BoundedQueue>();
}
