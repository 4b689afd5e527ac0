// The scenarios of a test, each explored in its turn.
#include "interleave/model_test.hpp"

#include <algorithm>
#include <regex>
#include <stdexcept>

#include "by_model/drive.hpp"
#include "execution/execution.hpp"
#include "interleave/interleave.hpp"
#include "story/numbers.hpp"

namespace interleave {
namespace {

constexpr char kToScenario = '-';
constexpr char kAfterScenario = '@';

// A schedule string of such a test: the scenario's place among all, and its schedule. "7-8@" stands
// for two that are made one after the other.
struct Replay {
  std::size_t first = 0;
  std::size_t last = 0;
  std::string schedule;
};

std::string to_string(const Replay& replay) {
  const std::string first =
      replay.first < replay.last ? std::to_string(replay.first) + kToScenario : "";
  return first + std::to_string(replay.last) + kAfterScenario + replay.schedule;
}

std::optional<Replay> parse(const std::string& text, std::size_t scenarios) {
  if (text.empty()) return std::nullopt;
  static const std::regex form(R"((?:(\d{1,9})-)?(\d{1,9})@(.*))");
  std::smatch found;
  if (std::regex_match(text, found, form)) {
    const std::size_t last = std::stoul(found[2]);
    const std::size_t first = found[1].matched ? std::stoul(found[1]) : last;
    if (first <= last && last < scenarios) return Replay{first, last, found[3]};
  }
  throw std::invalid_argument("interleave: the schedule '" + text +
                              "' is none of this test: one begins with the number of a scenario "
                              "below " +
                              std::to_string(scenarios) + " and '@'");
}

Options options_of(const ScenarioBounds& bounds) {
  Options options;
  options.strategy = Strategy::kExhaustive;
  options.schedules_max = bounds.schedules_max;
  options.seed = bounds.seed;
  options.carrier = bounds.carrier;
  options.polling_forbidden = bounds.polling_forbidden;
  return options;
}

// Explores one scenario after the other.
class ScenarioSearch {
 public:
  ScenarioSearch(const ModelTestParts& test, const std::vector<Scenario>& scenarios,
                 const ScenarioBounds& bounds)
      : test_(test), scenarios_(scenarios), bounds_(bounds) {}

  Result run() {
    if (const auto replay = parse(bounds_.replay, scenarios_.size())) {
      explore_one(replay->last, replay->schedule);
      return std::move(result_);
    }
    result_.coverage = Coverage::kAll;
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
      if (result_.runs >= bounds_.runs_max) return say_what_was_seen(i);
      if (!explore_one(i, "")) return std::move(result_);
    }
    return say_what_was_seen(scenarios_.size());
  }

 private:
  // Returns false if this is the end.
  bool explore_one(std::size_t index, const std::string& replay) {
    Drive drive(test_, scenarios_[index]);
    Options options = options_of(bounds_);
    options.replay = replay;
    Result one = explore([&drive] { drive.together(); }, options);
    const std::uint64_t before = result_.schedules;
    one.schedules += before;
    one.runs += result_.runs;
    if (one.verdict != Verdict::kPassed) {
      result_ = std::move(one);
      if (result_.failure) head_with(drive, index, before);
      return false;
    }
    if (one.coverage == Coverage::kAll) ++seen_completely_;
    result_.verdict = Verdict::kPassed;
    result_.schedules = one.schedules;
    result_.runs = one.runs;
    return true;
  }

  void head_with(const Drive& drive, std::size_t index, std::uint64_t schedules_before) {
    Failure& failure = *result_.failure;
    failure.by_model = true;
    failure.headline = failure.kind == FailureKind::kWrongResult
                           ? drive.explanation()
                           : drive.explanation() + failure.headline;
    failure.schedule = to_string(Replay{index, index, failure.schedule});
    failure.schedule_number += schedules_before;
    result_.schedules = failure.schedule_number;
    result_.seen = "schedule " + with_commas(failure.schedule_number) + ", of scenario " +
                   with_commas(index + 1);
  }

  Result say_what_was_seen(std::size_t explored) {
    const std::string all = explored == scenarios_.size() ? "all " : "";
    const std::string scenarios = all + with_commas(explored) + " scenarios";
    if (seen_completely_ == explored) {
      result_.seen = "all " + with_commas(result_.schedules) + " schedules of " + scenarios;
    } else {
      result_.seen = with_commas(result_.schedules) + " schedules of " + scenarios +
                     ", every schedule of " + with_commas(seen_completely_) + " of them";
      result_.coverage = Coverage::kSampled;
    }
    if (explored < scenarios_.size()) {
      result_.coverage = Coverage::kSampled;
      result_.seen += "; ended by runs_max (" + with_commas(bounds_.runs_max) + "), " +
                      with_commas(scenarios_.size() - explored) + " scenarios left out";
    }
    return std::move(result_);
  }

  const ModelTestParts& test_;
  const std::vector<Scenario>& scenarios_;
  const ScenarioBounds& bounds_;
  std::size_t seen_completely_ = 0;
  Result result_;
};

// The model would wait before the threads have begun.
bool waits_before(const ModelTestParts& test, const Scenario& scenario) {
  ModelState model(test.types);
  return !std::all_of(scenario.before.begin(), scenario.before.end(), [&](const PlannedCall& call) {
    return model.make(test.calls[call.call], call.number).has_value();
  });
}

// Every sequence of exactly so many calls that the model makes without waiting.
void add_sequences(const ModelTestParts& test, const ModelState& model, std::size_t calls,
                   std::vector<PlannedCall>& so_far, std::vector<Scenario>& all) {
  if (so_far.size() == calls) {
    all.push_back({so_far, {}});
    return;
  }
  for (std::size_t call = 0; call < test.calls.size(); ++call) {
    if (test.calls[call].arrives != nullptr) continue;
    ModelState changed(model);
    const int number = static_cast<int>(so_far.size());
    if (!changed.make(test.calls[call], number)) continue;
    so_far.push_back({call, number});
    add_sequences(test, changed, calls, so_far, all);
    so_far.pop_back();
  }
}

// One thread alone. Many sequences are made in one run; what fails there is then told with as few
// of them as it needs.
class AloneSearch {
 public:
  AloneSearch(const ModelTestParts& test, const std::vector<Scenario>& scenarios,
              const ScenarioBounds& bounds)
      : test_(test), scenarios_(scenarios), bounds_(bounds) {}

  Result run() {
    if (const auto replay = parse(bounds_.replay, scenarios_.size())) {
      return explore_some(replay->first, replay->last + 1, replay->schedule);
    }
    bool is_complete = true;  // A type may have threads of its own: then one schedule is not all.
    for (std::size_t first = 0; first < scenarios_.size(); first += kInOneRun) {
      const std::size_t end = std::min(first + kInOneRun, scenarios_.size());
      Result result = explore_some(first, end, "");
      result_.runs += result.runs;
      if (result.verdict != Verdict::kPassed) return tell(first, std::move(result));
      is_complete = is_complete && result.coverage == Coverage::kAll;
    }
    result_.verdict = Verdict::kPassed;
    result_.coverage = is_complete ? Coverage::kAll : Coverage::kSampled;
    result_.schedules = scenarios_.size();
    result_.seen = scenarios_.size() == 1
                       ? "the only sequence of calls"
                       : "all " + with_commas(scenarios_.size()) + " sequences of calls";
    if (!is_complete) result_.seen += ", each in one schedule";
    return std::move(result_);
  }

 private:
  static constexpr std::size_t kInOneRun = 500;

  // Makes the sequences from `first` to before `end` in one run, one after the other.
  Result explore_some(std::size_t first, std::size_t end, const std::string& replay) {
    std::optional<Drive> drive;
    Options options = options_of(bounds_);
    options.strategy = Strategy::kBounded;
    options.schedules_max = 1;
    options.steps_max = 1'000'000;
    options.polling_forbidden = true;
    options.replay = replay;
    Result result = explore(
        [&] {
          for (last_ = first; last_ < end; ++last_) {
            {
              const OutsideProgram outside;
              drive.emplace(test_, scenarios_[last_]);
              current_execution->self().naps = 0;  // Each sequence for itself.
            }
            drive->alone();
          }
        },
        options);
    last_ = std::min(last_, end - 1);
    if (!result.failure) return result;
    Failure& failure = *result.failure;
    failure.by_model = true;
    const std::string before =
        first + 1 < end ? "After other objects of the type have come and gone in its place:\n" : "";
    const bool is_wrong_answer = failure.kind == FailureKind::kWrongResult;
    failure.headline = before + drive->explanation() + (is_wrong_answer ? "" : failure.headline);
    failure.schedule = to_string(Replay{first, last_, failure.schedule});
    failure.schedule_number = last_ + 1;
    return result;
  }

  // Tells the failure of the run that began with `first`. What is left over from the object before
  // may be a part of it.
  Result tell(std::size_t first, Result failed) {
    const std::size_t last = last_;
    for (const std::size_t earlier : {std::size_t{0}, std::size_t{1}}) {
      if (earlier > last - first) break;
      Result few = explore_some(last - earlier, last + 1, "");
      if (few.verdict != Verdict::kFailed) continue;
      few.runs = result_.runs;
      return few;
    }
    failed.runs = result_.runs;
    return failed;
  }

  const ModelTestParts& test_;
  const std::vector<Scenario>& scenarios_;
  const ScenarioBounds& bounds_;
  std::size_t last_ = 0;  // The sequence that the last run was in when it ended.
  Result result_;
};

}  // namespace

ModelTestBase::ModelTestBase(std::string declaration, Types types)
    : parts_(new ModelTestParts{std::move(declaration), std::move(types), {}, {}, {}}) {}
ModelTestBase::~ModelTestBase() = default;

void ModelTestBase::add(Call call) { parts_->calls.push_back(std::move(call)); }
void ModelTestBase::add_before(const std::string& text) {
  parts_->before.push_back(index_of_one_moment(text));
}
void ModelTestBase::add_look(const std::string& text, std::optional<std::string> until) {
  parts_->looks.push_back({index_of_one_moment(text), std::move(until)});
}
void ModelTestBase::add_also(const std::string& text, std::string other_answer) {
  parts_->calls[index_of(text)].also = std::move(other_answer);
}

// The test itself makes it, with nobody beside: it may not wait for others to arrive.
std::size_t ModelTestBase::index_of_one_moment(const std::string& text) const {
  const std::size_t index = index_of(text);
  if (parts_->calls[index].on_model != nullptr) return index;
  throw std::logic_error("interleave: '" + text + "' has two moments, so only threads can make it");
}

std::size_t ModelTestBase::index_of(const std::string& text) const {
  for (std::size_t i = 0; i < parts_->calls.size(); ++i) {
    if (parts_->calls[i].text == text) return i;
  }
  throw std::logic_error("interleave: a model test has no call '" + text + "'");
}

Result ModelTestBase::alone(std::size_t calls, const ScenarioBounds& bounds) {
  if (parts_->calls.empty()) throw std::logic_error("interleave: a model test without calls");
  std::vector<Scenario> scenarios;
  std::vector<PlannedCall> none;
  // The shortest first: the one that is told has no call that it does not need.
  for (std::size_t length = 1; length <= calls; ++length) {
    add_sequences(*parts_, ModelState(parts_->types), length, none, scenarios);
  }
  return AloneSearch(*parts_, scenarios, bounds).run();
}

Result ModelTestBase::together(const ScenarioBounds& bounds) {
  if (parts_->calls.empty()) throw std::logic_error("interleave: a model test without calls");
  std::vector<std::size_t> calls;
  for (std::size_t i = 0; i < parts_->calls.size(); ++i) calls.push_back(i);
  for (const std::string& text : bounds.without) std::erase(calls, index_of(text));
  std::vector<Scenario> scenarios;
  for (const std::vector<std::size_t>& threads : bounds.threads) {
    std::vector<Scenario> some = all_scenarios(calls, parts_->before, threads, bounds.before_max);
    std::erase_if(some, [this](const Scenario& one) { return waits_before(*parts_, one); });
    std::move(some.begin(), some.end(), std::back_inserter(scenarios));
  }
  return ScenarioSearch(*parts_, scenarios, bounds).run();
}

}  // namespace interleave
