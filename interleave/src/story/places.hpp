// What to call source files in a story: as short as they can be told apart.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "interleave/story.hpp"

namespace interleave {

class Places {
 public:
  // Of all files that `story` speaks of.
  explicit Places(const Story& story);

  // Returns "queue.hpp:24", or "fair/queue.hpp:24" where there is another queue.hpp; "" without a
  // file.
  std::string of(const Source& source) const;

  // The same of a file alone.
  std::string name_of(const std::string& file) const;

 private:
  void add(const std::string& file);
  bool is_shared(const std::string& tail) const;
  void find_tails();

  std::map<std::string, std::string> tails_;  // Of each file the shortest tail that is its alone.
};

// Cuts off the end of a text that is too long: "locks the_very_long_na...".
std::string with_ellipsis(const std::string& text, std::size_t columns);

}  // namespace interleave
