#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace interleave {

// A place in the source that a reader can open.
struct Source {
  std::string file;      // As the compiler was given it; empty when unknown.
  int line = 0;          // From 1.
  std::string function;  // Without arguments: "BoundedQueue<int>::push".
  std::string text;      // The line itself, without the space around it.
};

// One thing a thread did. Steps are in the order in which they happened.
struct Step {
  std::size_t thread = 0;    // Index into Story::threads.
  std::string what;          // "locks mutex_", "notifies not_full_: nobody waits".
  Source source;             // The innermost line that is not library code.
  std::string note;          // Why this step matters, where it does: "the wake-up is lost here".
  std::string output;        // What the program printed since the step before.
  bool is_call = false;      // Not a step of its own: the test calls a function under test.
  bool inside_call = false;  // It happens inside such a call.
};

// A lane of the story.
struct StoryThread {
  std::string name;    // "sender", or "thread 2" when nobody named it.
  std::string end;     // Where it stands at the end: "waits for not_full_ (queue.hpp:22)", "ended".
  bool stuck = false;  // It waits and nobody can wake it.
  Source source{};     // Where it stands.
};

// How one schedule went, from its first step to the failure.
struct Story {
  std::vector<StoryThread> threads;
  std::vector<Step> steps;
};

// Returns the story as text: one lane a thread, one line a step, at most `columns` wide when that
// is possible. No colours.
std::string to_text(const Story& story, std::size_t columns = 100);

}  // namespace interleave
