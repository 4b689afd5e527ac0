#include "execution/thread_stock.hpp"

#include <algorithm>
#include <system_error>

namespace interleave {

Thread& ThreadStock::add_to(Run& run, void (*entry)()) {
  const std::size_t id = run.threads.size();
  if (id == kThreadsMax) {
    throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again),
                            "interleave: more threads than an execution can have");
  }
  if (id == pool_.size()) pool_.push_back(std::make_unique<Thread>(carrier_));
  Thread& thread = *pool_[id];
  thread.begin(static_cast<ThreadId>(id));
  thread.process = id == 0 ? 0 : process_of_child(*run.running);
  thread.flow.prepare(entry);
  thread.set_name("");
  run.threads.push_back(&thread);
  run.others_may_be_eager = true;
  run.observers.tell(&Observer::thread_begins, run, thread);
  return thread;
}

void ThreadStock::fill(std::size_t count_kept, std::size_t count, void (*entry)()) {
  // What their memory was in that process is nothing here.
  for (std::size_t i = count_kept; i < pool_.size(); ++i) (void)pool_[i].release();
  pool_.resize(std::min(count_kept, pool_.size()));
  while (pool_.size() < std::min(count, kThreadsMax)) {
    pool_.push_back(std::make_unique<Thread>(carrier_));
    pool_.back()->flow.prepare(entry);
  }
}

ProcessId ThreadStock::process_of_child(Thread& parent) {
  const std::size_t child = parent.children++;
  if (child == children_[parent.process].size()) {
    children_[parent.process].push_back(static_cast<ProcessId>(children_.size()));
    children_.emplace_back();
  }
  return children_[parent.process][child];
}

}  // namespace interleave
