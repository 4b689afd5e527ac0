#include "crosscheck/enumerate.hpp"

#include <map>

#include "crosscheck/machine.hpp"

namespace crosscheck {
namespace {

class Enumerator {
 public:
  Enumerator(const Program& program, const EnumerationOptions& options)
      : options_(options), spurious_(program.spurious) {
    for (const std::vector<Op>& thread : program.threads) codes_.push_back(flatten(thread));
  }

  Enumeration enumerate() {
    go_on(Machine(codes_, spurious_, options_.failing_tries_are_ordered));
    return std::move(result_);
  }

 private:
  void go_on(Machine machine) {
    if (!result_.complete) return;
    bool somebody = false;
    do {
      for (int thread = 0; thread < static_cast<int>(codes_.size()); ++thread) {
        for (int way = machine.ways(thread) - 1; way >= 0; --way) {
          somebody = true;
          Machine next = machine;
          next.step(thread, way);
          go_on(next);
        }
      }
    } while (!somebody && machine.let_time_pass());
    if (!somebody) note(machine);
  }

  void note(const Machine& machine) {
    result_.complete = ++result_.interleavings <= options_.interleavings_max;
    const Outcome outcome = machine.outcome();
    const auto [found, is_new] = outcome_of_.emplace(machine.order_hash(), outcome);
    if (!is_new) {
      if (found->second != outcome) result_.consistent = false;
      return;
    }
    result_.classes.insert(machine.order_hash());
    result_.outcomes.insert(outcome);
  }

  const EnumerationOptions& options_;
  int spurious_;
  std::vector<Code> codes_;
  std::map<std::uint64_t, Outcome> outcome_of_;
  Enumeration result_;
};

}  // namespace

Enumeration enumerate(const Program& program, const EnumerationOptions& options) {
  return Enumerator(program, options).enumerate();
}

}  // namespace crosscheck
