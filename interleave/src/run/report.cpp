#include "run/report.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

#include "interleave/adapter.hpp"
#include "interleave/json.hpp"

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

}  // namespace

int report(const Result& result, const RunSettings& settings) {
  switch (result.verdict) {
    case Verdict::kPassed:
      std::printf("passed   %s\n", result.seen.c_str());
      break;
    case Verdict::kFailed:
      std::printf("%s\n  again: interleave run --replay '%s' -- %s\n", describe(result).c_str(),
                  result.failure->schedule.c_str(), settings.command.c_str());
      break;
    default:
      std::fprintf(stderr, "could not tell: %s\n", result.seen.c_str());
  }
  std::fflush(nullptr);
  if (!settings.json_file.empty() && !write_json(result, settings.json_file)) return kExitUnknown;
  return status_of(result.verdict);
}

}  // namespace interleave
