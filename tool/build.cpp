#include "build.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <regex>

#include "build_lock.hpp"
#include "errors.hpp"
#include "process.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

// A build that takes longer hangs.
constexpr std::chrono::minutes kBuildMax{60};

// Starts each line of ninja's own, so that they can be told from a compiler's.
constexpr std::string_view kStatusMark = "@@ ";

void throw_if_disk_full(const std::string& output) {
  if (output.find("No space left on device") == std::string::npos &&
      output.find("Disk quota exceeded") == std::string::npos) {
    return;
  }
  throw CannotTell(
      "The disk is full: the build could not write its files. Make room, then start this again; "
      "your own files are as they were.");
}

// The system ends the program that asked for memory when there was none: mostly the compiler.
void throw_if_memory_ran_out(const std::string& output) {
  if (output.find("Killed signal terminated program") == std::string::npos &&
      output.find("fatal error: Killed") == std::string::npos &&
      output.find("virtual memory exhausted") == std::string::npos &&
      output.find("cannot allocate memory") == std::string::npos) {
    return;
  }
  throw CannotTell(
      "The compiler was ended by the system: the memory ran out. Close what you do not need, then "
      "start this again; your own files are as they were.");
}

// ninja's word for a file that is named in the build and is gone.
void throw_if_file_missing(const fs::path& root, const std::string& output) {
  static const std::regex sentence("ninja: error: '([^']+)', needed by .*missing");
  std::smatch found;
  if (!std::regex_search(output, found, sentence)) return;
  const std::string path = fs::path(found[1].str()).lexically_proximate(root).string();
  throw CannotTell(fmt::format("{0} is missing. Get it back with: git checkout {0}", path));
}

// Takes ninja's output apart as it comes: its progress, and everything else.
class NinjaOutput {
 public:
  explicit NinjaOutput(const BuildProgress& progress) : progress_(progress) {}

  void add(std::string_view text) {
    partial_ += text;
    std::size_t end;
    while ((end = partial_.find('\n')) != std::string::npos) {
      add_line(partial_.substr(0, end));
      partial_.erase(0, end + 1);
    }
  }

  const std::string& rest() const { return rest_; }

 private:
  void add_line(const std::string& line) {
    int done = 0;
    int all = 0;
    if (line.starts_with(kStatusMark)) {
      if (progress_ && std::sscanf(line.c_str(), "@@ %d/%d", &done, &all) == 2)
        progress_(done, all);
    } else if (!is_noise(line)) {
      rest_ += line + "\n";
    }
  }

  // Lines that tell a student nothing: that a command failed, the command (it follows at once),
  // and what ninja does about it.
  bool is_noise(const std::string& line) {
    const bool command = after_failed_;
    after_failed_ = line.starts_with("FAILED: ");
    return command || after_failed_ || line.starts_with("ninja: ");
  }

  const BuildProgress& progress_;
  std::string partial_;
  std::string rest_;
  bool after_failed_ = false;
};

}  // namespace

Built build(const fs::path& root, const fs::path& folder, const std::vector<std::string>& targets,
            const BuildProgress& progress, const Attention* attention) {
  const BuildLock lock(root);
  const auto start = std::chrono::steady_clock::now();
  Command ninja{{"ninja", "-C", folder.string(), "-k", "0"}, {}};
  ninja.words.insert(ninja.words.end(), targets.begin(), targets.end());
  ninja.environment = {{"NINJA_STATUS", std::string(kStatusMark) + "%f/%t "},
                       {"GCC_COLORS", ""},
                       {"LC_ALL", "C.UTF-8"}};
  NinjaOutput output(progress);
  const Finished finished =
      run(ninja, kBuildMax,
          {.on_output = [&](std::string_view text) { output.add(text); }, .attention = attention});
  throw_if_disk_full(finished.output);
  throw_if_memory_ran_out(finished.output);
  throw_if_file_missing(root, finished.output);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  Built built{finished.ok(), output.rest(), took.count()};
  if (!built.ok && built.output.empty()) built.output = finished.output;
  return built;
}

fs::path configure(const fs::path& root, const std::string& preset) {
  const fs::path folder = root / "build" / preset;
  const BuildLock lock(root);
  const Finished finished =
      run({{"cmake", "-S", root.string(), "--preset", preset}, {}}, kBuildMax);
  throw_if_disk_full(finished.output);
  if (finished.ok()) return folder;
  throw CannotTell(fmt::format("CMake could not set up build/{}:\n{}", preset, finished.output));
}

}  // namespace workbook
