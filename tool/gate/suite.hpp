// Runs the parts of the gate and counts.
#pragma once

#include <filesystem>
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

// Tries each variant `runs` times, as many at once as there are cores. All runs must end with the
// same verdict under the same schedule. Prints one line an exercise.
Tally try_variants(const Workbook& workbook, const std::filesystem::path& build_folder,
                   const std::vector<Variant>& variants, int runs);

// Runs what CTest knows of in `build_folder`. Prints one line.
Tally run_ctest(const std::filesystem::path& build_folder);

}  // namespace workbook
