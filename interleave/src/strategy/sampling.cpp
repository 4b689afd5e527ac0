#include "strategy/sampling.hpp"

#include "strategy/mixed.hpp"
#include "strategy/pct.hpp"
#include "strategy/pos.hpp"
#include "strategy/random.hpp"
#include "strategy/surw.hpp"

namespace interleave {

bool is_sampled(Strategy strategy) {
  switch (strategy) {
    case Strategy::kRandom:
    case Strategy::kPct:
    case Strategy::kPos:
    case Strategy::kSurw:
      return true;
    default:
      return false;
  }
}

std::unique_ptr<Chooser> make_sampler(const Options& options) {
  switch (options.strategy) {
    case Strategy::kPct:
      return std::make_unique<PctChooser>(options.seed, options.depth);
    case Strategy::kPos:
      return std::make_unique<PosChooser>(options.seed);
    case Strategy::kSurw:
      return std::make_unique<SurwChooser>(options.seed);
    case Strategy::kRandom:
      return std::make_unique<RandomChooser>(options.seed);
    default:
      return std::make_unique<MixedChooser>(options.seed, options.depth);
  }
}

const char* name(Strategy strategy) {
  switch (strategy) {
    case Strategy::kPct:
      return "PCT";
    case Strategy::kPos:
      return "POS";
    case Strategy::kSurw:
      return "SURW";
    default:
      return "uniform choices";
  }
}

}  // namespace interleave
