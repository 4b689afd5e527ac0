// How one schedule went, as data: for reports, pictures and other tools. Values only; whoever has
// one may do with it what they like.
//
// Thread safety: that of the standard library's containers. to_text() from any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace interleave {

// A place in the source that a reader can open.
struct Source {
  std::string file;      // From the root, wherever it was compiled; empty when unknown.
  int line = 0;          // From 1.
  std::string function;  // Without arguments: "BoundedQueue<int>::push".
  std::string text;      // The line itself, without the space around it.
};

// What threads meet at: a mutex, a condition variable, an atomic ...
struct StoryObject {
  std::string name;  // As the source calls it: "not_full_", or "a mutex (queue.hpp:24)".
  std::string kind;  // "mutex", "shared mutex", "condition variable", "atomic".
};

// Who has an object and who waits for it, at one moment. Numbers are those of Story.
struct ObjectState {
  std::size_t object = 0;
  std::vector<std::size_t> holders;  // Several only of the shared side of a shared mutex.
  std::vector<std::size_t> waiters;  // Asleep on it, or wanting it while others hold it.
};

// One thing a thread did. Steps are in the order in which they happened.
struct Step {
  std::size_t thread = 0;    // Index into Story::threads.
  std::string what;          // "locks mutex_", "notifies not_full_: nobody waits".
  Source source;             // The innermost line that is not library code.
  std::string note;          // Why this step matters, where it does: "the wake-up is lost here".
  std::string output;        // What this thread printed before it and after its step before.
  bool is_call = false;      // Not a step of its own: the test calls a function under test.
  bool inside_call = false;  // It happens inside such a call.
  std::optional<std::size_t> object{};  // What it worked on: index into Story::objects.
  std::vector<ObjectState> before{};    // What is held and waited for when it happens.
};

// A lane of the story.
struct StoryThread {
  std::string name;    // "sender", or "thread 2" when nobody named it.
  std::string end;     // Where it stands at the end: "waits for not_full_ (queue.hpp:22)", "ended".
  bool stuck = false;  // It waits, and nobody will ever let it go on.
  Source source{};     // Where it stands.
  std::optional<std::size_t> waits_for_object{};  // Index into Story::objects.
  std::vector<std::size_t> waits_for_threads{};   // Who holds that object, or whom it joins.
};

// One of the accesses to memory that a data race or a use after free is about.
struct StoryAccess {
  std::size_t thread = 0;     // Index into Story::threads.
  std::string what;           // "writes", "reads", "frees", "asks for it".
  std::string locks;          // What the thread holds: "mutex_", or "no lock".
  std::vector<Source> calls;  // Where, innermost first; library code is left out.
};

// How one schedule went, from its first step to the failure.
struct Story {
  std::vector<StoryThread> threads;
  std::vector<Step> steps;
  std::vector<StoryObject> objects;
  std::vector<ObjectState> end;       // What is held and waited for at the end.
  std::vector<StoryAccess> accesses;  // Data race, use after free: the earlier first.
  std::string memory;                 // What they use: "balance_, in 48 bytes on test's stack".
  std::string why;                    // Data race: why nothing orders them.
};

// Returns the story as text: one lane a thread, one line a step, at most `columns` wide when that
// is possible. No colours.
std::string to_text(const Story& story, std::size_t columns = 100);

}  // namespace interleave
