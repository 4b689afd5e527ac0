#include "run/report.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>

#include "interleave/adapter.hpp"
#include "interleave/json.hpp"
#include "interpose/access.hpp"
#include "output.hpp"

namespace interleave {
namespace {

int status_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return kExitPassed;
    case Verdict::kFailed:
      return kExitFailed;
    default:
      return kExitUnknown;
  }
}

bool write_json(const Result& result, const std::string& path) {
  std::ofstream file(path);
  file << to_json(result);
  file.close();
  if (file) return true;
  std::fprintf(stderr, "could not write %s: %s\n", path.c_str(), std::strerror(errno));
  return false;
}

// What the failing schedule printed, unless the story has it all.
void print_output(const std::string& story) {
  std::istringstream lines(ProgramOutput::of_last());
  std::string missing;
  bool is_told = true;
  for (std::string line; std::getline(lines, line);) {
    missing += "    " + line + "\n";
    if (story.find("prints: " + line) == std::string::npos) is_told = false;
  }
  if (!is_told) std::printf("\n  The program printed:\n%s", missing.c_str());
}

void print_failure(const Result& result, const RunSettings& settings) {
  const std::string story = describe(result);
  std::fputs(story.c_str(), stdout);
  print_output(story);
  const std::string& schedule = result.failure->schedule;
  const std::string replay = schedule.empty() ? "" : "--replay '" + schedule + "' ";
  std::printf("\n  again: interleave run %s-- %s\n", replay.c_str(), settings.command.c_str());
}

}  // namespace

int report(const Result& result, const RunSettings& settings) {
  switch (result.verdict) {
    case Verdict::kPassed:
      std::printf("passed   %s\n", result.seen.c_str());
      break;
    case Verdict::kFailed:
      print_failure(result, settings);
      break;
    default:
      std::fprintf(stderr, "could not tell: %s\n", result.seen.c_str());
  }
  if (!program_is_instrumented && result.verdict != Verdict::kUnknown) {
    std::printf(
        "\n  Data races and atomics were not looked at: the program was compiled without\n"
        "  -fsanitize=thread (see interleave run --help).\n");
  }
  std::fflush(nullptr);
  if (!settings.json_file.empty() && !write_json(result, settings.json_file)) return kExitUnknown;
  return status_of(result.verdict);
}

}  // namespace interleave
