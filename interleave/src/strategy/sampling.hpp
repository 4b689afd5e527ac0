// The strategies that draw schedules at random, by their names in Options.
#pragma once

#include <cstdint>
#include <memory>

#include "interleave/options.hpp"
#include "model/chooser.hpp"

namespace interleave {

// Returns true for the strategies that only draw.
bool is_sampled(Strategy strategy);

// Returns what draws schedules: by the strategy, if that is a sampled one, by uniform choices
// otherwise. The same seed draws the same schedules.
std::unique_ptr<Chooser> make_sampler(const Options& options);

// Returns the name of a sampled strategy as it is written in a result: "POS".
const char* name(Strategy strategy);

}  // namespace interleave
