// What the source calls a place in memory: by its address, and by the variables through which the
// program reaches it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "story/frame_variables.hpp"
#include "story/member_path.hpp"

namespace interleave {

struct MemoryName {
  std::string name;   // As it is said where it is used: "not_full_", "G->start.sense".
  std::string full;   // With the variable that leads to it: "queue.not_full_".
  std::string owner;  // Whose member `name` is: "queue". Empty where `name` says all, or unknown.

  // "not_full_ of queue".
  std::string with_owner() const { return owner.empty() ? name : name + " of " + owner; }
};

class MemoryNames {
 public:
  // Looks from where the threads are: who uses it first, then others. Empty where nothing is known.
  std::optional<MemoryName> name_of(const Target& target, const Frames& user,
                                    const std::vector<const Frames*>& others);

 private:
  MemoryName named(const MemberPath& path, const Frames& user);
  MemberPath find(const Target& target, const std::vector<VisibleVariable>& variables,
                  int pointers_max);

  FrameVariables variables_;
  MemberPath nameless_;  // By `this`, whose object has no name, or an alias: better than nothing.
};

}  // namespace interleave
