#include "inboxes.hpp"

#include <algorithm>
#include <stdexcept>

namespace under_test {

void WatchedInboxes::made(const void* queue, std::size_t capacity) {
  if (count_ == kQueuesMax)
    throw std::logic_error("WatchedInboxes: this test makes too many queues");
  queues_[count_].address = queue;
  queues_[count_].capacity = capacity;
  ++count_;
}

void WatchedInboxes::put_in(const void* queue, const int* number) {
  Queue& found = find(queue);
  ++found.put_in;
  if (number != nullptr && found.carried < kNumbersMax) found.numbers[found.carried++] = *number;
  count_this_thread();
}

void WatchedInboxes::taken_out(const void* queue, const int* /*number*/) {
  ++find(queue).taken_out;
  count_this_thread();
}

std::vector<std::size_t> WatchedInboxes::capacities() const {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < count_; ++i) all.push_back(queues_[i].capacity);
  return all;
}

std::vector<std::size_t> WatchedInboxes::put_in() const {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < count_; ++i) all.push_back(queues_[i].put_in);
  return all;
}

std::vector<std::size_t> WatchedInboxes::taken_out() const {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < count_; ++i) all.push_back(queues_[i].taken_out);
  return all;
}

std::vector<std::vector<int>> WatchedInboxes::numbers() const {
  std::vector<std::vector<int>> all;
  for (std::size_t i = 0; i < count_; ++i) {
    const Queue& queue = queues_[i];
    all.emplace_back(queue.numbers, queue.numbers + queue.carried);
    std::sort(all.back().begin(), all.back().end());
  }
  return all;
}

std::size_t WatchedInboxes::left_behind() const {
  std::size_t items = 0;
  for (std::size_t i = 0; i < count_; ++i) items += queues_[i].put_in - queues_[i].taken_out;
  return items;
}

// The one that was made last: an earlier queue may have had the same address. One that was made
// before the watcher is entered with no room: nobody told how much it has.
WatchedInboxes::Queue& WatchedInboxes::find(const void* queue) {
  for (std::size_t i = count_; i > 0; --i) {
    if (queues_[i - 1].address == queue) return queues_[i - 1];
  }
  made(queue, 0);
  return queues_[count_ - 1];
}

void WatchedInboxes::count_this_thread() {
  const pthread_t self = pthread_self();
  for (std::size_t i = 0; i < threads_count_; ++i) {
    if (threads_[i] == self) return;
  }
  if (threads_count_ == kThreadsMax) throw std::logic_error("WatchedInboxes: too many threads");
  threads_[threads_count_++] = self;
}

}  // namespace under_test
