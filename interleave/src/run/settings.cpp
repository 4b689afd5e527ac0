#include "run/settings.hpp"

#include <sstream>

namespace interleave {

const std::vector<StrategyName>& strategy_names() {
  static const std::vector<StrategyName> names = {
      {"mix", Strategy::kMix},         {"exhaustive", Strategy::kExhaustive},
      {"bounded", Strategy::kBounded}, {"random", Strategy::kRandom},
      {"pct", Strategy::kPct},         {"pos", Strategy::kPos},
      {"surw", Strategy::kSurw}};
  return names;
}

// Numbers first, then one line for each text.
std::string to_string(const RunSettings& settings) {
  const Options& options = settings.options;
  std::ostringstream out;
  out << static_cast<int>(options.strategy) << ' ' << options.depth << ' ' << options.schedules_max
      << ' ' << options.samples << ' ' << options.preemptions_max << ' ' << options.seed << ' '
      << options.spurious_wakeups_max << ' ' << options.timeouts_any_time << ' '
      << options.polling_forbidden << ' ' << options.races_are_choices << ' ' << options.steps_max
      << ' ' << settings.threads_end << '\n'
      << options.replay << '\n'
      << settings.json_file << '\n'
      << settings.command;
  return out.str();
}

RunSettings parse_settings(const std::string& text) {
  RunSettings settings;
  Options& options = settings.options;
  std::istringstream in(text);
  int strategy = 0;
  in >> strategy >> options.depth >> options.schedules_max >> options.samples >>
      options.preemptions_max >> options.seed >> options.spurious_wakeups_max >>
      options.timeouts_any_time >> options.polling_forbidden >> options.races_are_choices >>
      options.steps_max >> settings.threads_end;
  options.strategy = static_cast<Strategy>(strategy);
  in.ignore();
  std::getline(in, options.replay);
  std::getline(in, settings.json_file);
  std::getline(in, settings.command, '\0');
  return settings;
}

}  // namespace interleave
