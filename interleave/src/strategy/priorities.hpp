// What the samplers that go by priorities share.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/chooser.hpp"
#include "strategy/random.hpp"

namespace interleave {

// Returns true if at least two threads can go on. Otherwise the choice is only in which way.
inline bool threads_differ(const Crossroads& at) {
  return at.alternatives.front().thread != at.alternatives.back().thread;
}

// Returns one of the ways in which `thread` can go on, each equally likely, as an index into
// at.alternatives. Requires: it has one there.
std::size_t any_way(const Crossroads& at, ThreadId thread, RandomNumbers& numbers);

// Returns the thread in at.alternatives for which `rank`, a function of its id, is greatest.
template <typename Rank>
ThreadId first_by(const Crossroads& at, Rank rank) {
  ThreadId first = at.alternatives.front().thread;
  auto greatest = rank(first);
  ThreadId before = first;
  for (const Alternative& alternative : at.alternatives) {
    if (alternative.thread == before) continue;
    before = alternative.thread;
    const auto its_rank = rank(before);
    if (its_rank > greatest) {
      greatest = its_rank;
      first = before;
    }
  }
  return first;
}

// After so many choices those who were never chosen must get a turn. Threads that try again and
// again until another has done its part would otherwise keep it from doing so: the schedule would
// look like one that never ends.
inline constexpr std::uint32_t kTurnsMax = 200;

}  // namespace interleave
