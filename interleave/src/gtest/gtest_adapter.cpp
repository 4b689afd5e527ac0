#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>

#include "interleave/adapter.hpp"
#include "interleave/gtest.hpp"

namespace interleave {
namespace {

std::function<void(const Result&)>& listener() {
  static std::function<void(const Result&)> listener;
  return listener;
}

// Hears of failing assertions in GoogleTest's stead.
class AssertionListener : public ::testing::ScopedFakeTestPartResultReporter {
 public:
  AssertionListener() : ScopedFakeTestPartResultReporter(INTERCEPT_ALL_THREADS, &unused_) {}

  void ReportTestPartResult(const ::testing::TestPartResult& result) override {
    if (!exploring() || !result.failed()) return;
    fail_at_next_step(result.message(), result.file_name() == nullptr ? "" : result.file_name(),
                      result.line_number());
  }

 private:
  ::testing::TestPartResultArray unused_;
};

// GoogleTest takes locks of its own when an assertion fails. They are no part of the program.
void learn_locks_of_googletest() {
  static bool learned = false;
  if (std::exchange(learned, true)) return;
  AssertionListener listener;
  ignore_locks_of([] { ADD_FAILURE() << "only to see which locks this takes"; });
}

Carrier carrier_named(const std::string& name) {
  if (name == "fibers") return Carrier::kFibers;
  if (name == "threads") return Carrier::kThreads;
  throw std::invalid_argument("INTERLEAVE_CARRIER is '" + name + "': fibers or threads?");
}

void multiply_budgets(Options& options, std::uint64_t times) {
  options.schedules_max *= times;
  options.samples *= times;
  options.steps_in_all_max *= times;
}

void multiply_budgets(ScenarioBounds& bounds, std::uint64_t times) {
  bounds.schedules_max *= times;
  bounds.runs_max *= times;
}

std::uint64_t whole_number(const char* name, const char* text) {
  std::uint64_t number = 0;
  const char* const end = text + std::strlen(text);
  const auto [rest, error] = std::from_chars(text, end, number);
  if (error == std::errc() && rest == end && number != 0) return number;
  throw std::invalid_argument(std::string(name) + " is '" + text + "': a whole number from 1?");
}

// `options` is an Options or a ScenarioBounds.
template <typename Options>
Options with_environment(Options options) {
  if (const char* replay = std::getenv("INTERLEAVE_REPLAY")) options.replay = replay;
  if (const char* seed = std::getenv("INTERLEAVE_SEED")) {
    options.seed = whole_number("INTERLEAVE_SEED", seed);
  }
  if (const char* times = std::getenv("INTERLEAVE_BUDGET")) {
    multiply_budgets(options, whole_number("INTERLEAVE_BUDGET", times));
  }
  if (const char* carrier = std::getenv("INTERLEAVE_CARRIER")) {
    options.carrier = carrier_named(carrier);
  }
  return options;
}

// Explores, and reports the result to GoogleTest and to the listener.
void explore_and_report(const char* file, int line, const std::function<Result()>& explore) {
  learn_locks_of_googletest();
  Result result;
  try {
    AssertionListener assertions;
    result = explore();
  } catch (const std::invalid_argument& error) {
    result.verdict = Verdict::kUnknown;
    result.seen = error.what();
  }
  if (result.verdict != Verdict::kPassed) ADD_FAILURE_AT(file, line) << describe(result);
  if (listener()) listener()(result);
}

}  // namespace

void on_result(std::function<void(const Result&)> new_listener) {
  listener() = std::move(new_listener);
}

Exploration::Exploration(const char* file, int line, Options options)
    : file_(file), line_(line), options_(std::move(options)) {}

void Exploration::run(void (*call)(const void* body), const void* body) {
  explore_and_report(file_, line_,
                     [&] { return explore([=] { call(body); }, with_environment(options_)); });
}

void expect_alone(ModelTestBase& test, std::size_t calls, const char* file, int line) {
  explore_and_report(file, line,
                     [&] { return test.alone(calls, with_environment(ScenarioBounds())); });
}

void expect_together(ModelTestBase& test, const ScenarioBounds& bounds, const char* file,
                     int line) {
  explore_and_report(file, line, [&] { return test.together(with_environment(bounds)); });
}

}  // namespace interleave
