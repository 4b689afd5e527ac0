#include "strategy/priorities.hpp"

namespace interleave {

std::size_t any_way(const Crossroads& at, ThreadId thread, RandomNumbers& numbers) {
  // The ways of one thread lie side by side.
  std::size_t first = 0;
  while (at.alternatives[first].thread != thread) ++first;
  std::size_t end = first + 1;
  while (end < at.alternatives.size() && at.alternatives[end].thread == thread) ++end;
  return end - first == 1 ? first : first + numbers.below(end - first);
}

}  // namespace interleave
