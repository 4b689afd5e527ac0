// Builds and runs the parts of the gate, and counts.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "gate/variant.hpp"
#include "workbook.hpp"

namespace workbook {

struct Tally {
  int passed = 0;
  std::vector<std::string> failures;  // Each with its name first.

  void add(const Tally& other);
};

// The programs of mistakes that a build has: cmake/exercise.cmake lists them.
class MistakePrograms {
 public:
  // Throws CannotTell if the list is missing.
  explicit MistakePrograms(const std::filesystem::path& build_folder);

  bool has(const std::string& target) const { return targets_.contains(target); }

 private:
  std::set<std::string> targets_;
};

// In seconds.
struct Times {
  double building = 0;
  double running = 0;
  double ctest = 0;
};

class Suite {
 public:
  Suite(const Workbook& workbook, std::filesystem::path build_folder, int runs);

  // Builds these, or everything for none. A part that does not compile is one failure, with what
  // the compiler said.
  Tally build_all(const std::vector<std::string>& targets);

  // Tries each variant `runs` times, as many at once as there are cores. All runs must end with the
  // same verdict under the same schedule. Prints one line an exercise.
  Tally try_variants(const std::vector<Variant>& variants);

  // Runs what CTest knows of. Prints one line.
  Tally run_ctest();

  const Times& times() const { return times_; }

 private:
  struct Tried {
    std::string complaint;  // Empty: all is well.
    double seconds = 0;
  };

  Tried try_one(const Variant& variant) const;
  std::vector<Tried> try_all(const std::vector<Variant>& variants);

  const Workbook& workbook_;
  std::filesystem::path folder_;
  int runs_;
  Times times_;
};

}  // namespace workbook
