// Builds targets with ninja.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "process.hpp"

namespace workbook {

struct Built {
  bool ok = false;
  std::string output;  // What the compiler and the linker said; nothing when all is well.
  double seconds = 0;
};

// Called with how many of how many steps are done.
using BuildProgress = std::function<void(int done, int all)>;

// Builds `targets` in `folder`, below `root`, whose build lock it takes. Goes on after an error as
// far as the others are concerned. Throws CannotTell for a full disk or memory, and when ninja
// cannot work; Interrupted when the attention is called for.
Built build(const std::filesystem::path& root, const std::filesystem::path& folder,
            const std::vector<std::string>& targets, const BuildProgress& progress = {},
            const Attention* attention = nullptr);

// Writes the build files for a preset of CMakePresets.json into build/<preset>: anew, since the
// list of mistakes is one of them.
// Throws CannotTell with what CMake said.
std::filesystem::path configure(const std::filesystem::path& root, const std::string& preset);

}  // namespace workbook
