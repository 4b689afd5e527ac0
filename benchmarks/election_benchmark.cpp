// How long it takes to notice that a leader has crashed and to elect another one: Figure 16 of
// Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (extended version,
// 9.3), in virtual time.
//
//   election_benchmark [--there MIN MAX] [--back MIN MAX] [--trials N] [--seed N] [FIGURE.svg]
//
// Five servers of exercise 3.4. The leader sends heartbeats to all at once, every half of the least
// time-out, and crashes at a random moment between two of them. The downtime ends when a server
// that has been elected sends its first heartbeat, which it does at once.
//
// Requests and heartbeats take from MIN to MAX milliseconds `there`, answers as long `back`.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "election_figure.hpp"
#include "interleave/interleave.hpp"
#include "provided/network.hpp"
#include "solutions/part3_raft_election/4_leader_election/leader_election.hpp"

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::size_t kServers = 5;
constexpr auto kCut = 60s;  // A trial that has no leader after so long is given up.

// How long a message takes.
struct Way {
  Duration min = 7ms;
  Duration max = 8ms;
};

struct Settings {
  Way there;  // Requests, heartbeats.
  Way back;   // Answers.
  std::uint64_t trials = 1'000;
  std::uint64_t seed = 1;
  std::string figure;  // A file; empty if none is wanted.
};

// A choice of election time-outs.
struct Timeouts {
  Duration min;
  Duration max;
};

// How a trial went.
struct Trial {
  std::optional<Duration> downtime;  // Nothing if it was cut.
  Term terms = 0;                    // How many elections it took. 0 if it was cut.
};

// Sees on the network who leads.
//
// Thread safety: any number of threads may call any member at any time.
class LeaderWatch {
 public:
  struct Leader {
    ServerId id = 0;
    Term term = 0;
    Clock::time_point since;
  };

  // A message sets out. The first heartbeat of a term says that somebody has just been elected.
  void sees(const RaftMessage& message) {
    const auto* heartbeat = std::get_if<Heartbeat>(&message);
    if (heartbeat == nullptr) return;
    std::lock_guard lock(mutex_);
    if (heartbeat->term <= leader_.term) return;
    leader_ = {heartbeat->leader, heartbeat->term, Clock::now()};
    changed_.notify_all();
  }

  // Waits for a leader of a term after `term`. Returns nothing if there is none at `deadline`.
  std::optional<Leader> wait_for_newer(Term term, Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    const auto is_newer = [&] { return leader_.term > term; };
    if (!changed_.wait_until(lock, deadline, is_newer)) return std::nullopt;
    return leader_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Leader leader_;  // Guarded by mutex_.
};

// A network whose answers take a time of their own.
Network<RaftMessage>::Faults delays(const Settings& settings, std::uint64_t seed) {
  const auto faults = [seed](const Way& way) {
    return SeededFaults({.delay_min = way.min, .delay_max = way.max, .seed = seed});
  };
  return [there = faults(settings.there),
          back = faults(settings.back)](const Passage<RaftMessage>& passage) {
    const bool is_answer = std::holds_alternative<VoteReply>(passage.message) ||
                           std::holds_alternative<HeartbeatReply>(passage.message);
    return is_answer ? back(passage) : there(passage);
  };
}

// Starts the first one early enough for it to be elected before the others' time is up: without
// randomness nobody would lead otherwise.
void start_all(std::vector<std::unique_ptr<RaftNode>>& nodes, Duration ahead) {
  nodes.front()->start();
  std::this_thread::sleep_for(ahead);
  for (auto& node : nodes) node->start();
}

bool all_follow(const std::vector<std::unique_ptr<RaftNode>>& nodes,
                const LeaderWatch::Leader& leader) {
  return std::all_of(nodes.begin(), nodes.end(), [&](const auto& node) {
    const Status status = node->status();
    return status.term == leader.term && status.leader == leader.id;
  });
}

// Sleeps until a leader has been leading for some heartbeats, and on to a random moment between
// two of them. Returns who leads. Where the time-outs are hardly longer than a message is on its
// way, the first leaders may be unseated by others who have not heard of them yet.
LeaderWatch::Leader wait_for_moment(LeaderWatch& watch,
                                    const std::vector<std::unique_ptr<RaftNode>>& nodes,
                                    Duration heartbeat_every, Random& random) {
  Term before = 0;
  while (true) {
    const auto leader = watch.wait_for_newer(before, Clock::now() + kCut);
    interleave::check(leader.has_value(), "somebody leads before the crash");
    const Duration within = random.between(0ns, heartbeat_every);
    std::this_thread::sleep_until(leader->since + 10 * heartbeat_every + within);
    if (all_follow(nodes, *leader)) return *leader;
    before = leader->term;
  }
}

// The body of an exploration.
Trial crash_a_leader(const Settings& settings, const Timeouts& timeouts, std::uint64_t seed) {
  Random random(seed);
  LeaderWatch watch;
  Network<RaftMessage> network(
      kServers, {},
      [&watch, fates = delays(settings, random())](const Passage<RaftMessage>& passage) {
        watch.sees(passage.message);
        return fates(passage);
      });
  const RaftSettings raft{timeouts.min, timeouts.max, timeouts.min / 2};
  std::vector<StableStore<Vote>> stores(kServers);
  std::vector<std::unique_ptr<RaftNode>> nodes;
  for (ServerId id = 0; id < kServers; ++id) {
    nodes.push_back(std::make_unique<RaftNode>(network.endpoint(id), kServers, stores[id],
                                               Random(random()), raft));
  }
  start_all(nodes, raft.heartbeat_every);
  const LeaderWatch::Leader leader = wait_for_moment(watch, nodes, raft.heartbeat_every, random);

  const Clock::time_point crash = Clock::now();
  nodes[leader.id]->stop();
  const auto next = watch.wait_for_newer(leader.term, crash + kCut);
  if (!next) return {};
  return {next->since - crash, next->term - leader.term};
}

Trial run_trial(const Settings& settings, const Timeouts& timeouts, std::uint64_t seed) {
  interleave::Options options;
  options.strategy = interleave::Strategy::kRandom;
  options.samples = 1;  // A schedule is drawn for each trial, and so is all else.
  options.seed = seed;
  options.steps_max = 16'000'000;
  options.steps_in_all_max = ~std::uint64_t{0};
  Trial trial;
  const interleave::Result result =
      interleave::explore([&] { trial = crash_a_leader(settings, timeouts, seed); }, options);
  if (result.verdict != interleave::Verdict::kPassed) {
    std::fprintf(stderr, "election_benchmark: %s\n", result.seen.c_str());
    std::exit(1);
  }
  return trial;
}

std::vector<Trial> run_trials(const Settings& settings, const Timeouts& timeouts) {
  // Without randomness each one takes 60 s, and all are the same: a tenth is enough, as there.
  const bool random = timeouts.min != timeouts.max;
  const std::uint64_t count =
      random ? settings.trials : std::max<std::uint64_t>(1, settings.trials / 10);
  Random seeds(settings.seed);
  std::vector<Trial> trials;
  for (std::uint64_t i = 0; i < count; ++i) {
    trials.push_back(run_trial(settings, timeouts, seeds()));
  }
  return trials;
}

// ---- What is printed and drawn. ----

std::string name_of(const Timeouts& timeouts) {
  return std::to_string(timeouts.min / 1ms) + "-" + std::to_string(timeouts.max / 1ms);
}

// The least of `sorted` that so many of a hundred do not exceed. Requires: there is one.
double percentile(const std::vector<double>& sorted, std::size_t percent) {
  return sorted[(sorted.size() * percent + 99) / 100 - 1];
}

void print_header() {
  std::printf("%-12s %7s %10s %10s %10s %10s %10s %10s %5s\n", "time-outs", "trials", "least",
              "median", "mean", "99 %", "worst", "first try", "cut");
}

// Those that were cut count as 60 s.
election_figure::Curve print(const Timeouts& timeouts, const std::vector<Trial>& trials) {
  std::vector<double> all;
  std::vector<double> ended;
  double sum = 0;
  std::size_t first_try = 0;
  for (const Trial& trial : trials) {
    const double downtime = Milliseconds(trial.downtime.value_or(kCut)).count();
    all.push_back(downtime);
    sum += downtime;
    if (trial.downtime) ended.push_back(downtime);
    if (trial.terms == 1) ++first_try;
  }
  std::sort(all.begin(), all.end());
  std::sort(ended.begin(), ended.end());
  const auto count = static_cast<double>(all.size());
  std::printf("%-12s %7zu %10.1f %10.1f %10.1f %10.1f %10.1f %8.1f %% %5zu\n",
              name_of(timeouts).c_str(), all.size(), all.front(), percentile(all, 50), sum / count,
              percentile(all, 99), all.back(), 100 * static_cast<double>(first_try) / count,
              all.size() - ended.size());
  std::fflush(stdout);
  return {name_of(timeouts), std::move(ended), all.size()};
}

std::vector<election_figure::Graph> run_all(const Settings& settings) {
  using election_figure::Graph;
  const std::vector<Timeouts> spread = {{150ms, 150ms}, {150ms, 151ms}, {150ms, 155ms},
                                        {150ms, 175ms}, {150ms, 200ms}, {150ms, 300ms}};
  const std::vector<Timeouts> scale = {
      {12ms, 24ms}, {25ms, 50ms}, {50ms, 100ms}, {100ms, 200ms}, {150ms, 300ms}};
  Graph upper{"more and more randomness", {50, 60'000, true, {100, 1'000, 10'000, 60'000}}, {}};
  Graph lower{
      "longer and longer time-outs", {0, 600, false, {0, 100, 200, 300, 400, 500, 600}}, {}};
  print_header();
  for (const Timeouts& timeouts : spread) {
    upper.curves.push_back(print(timeouts, run_trials(settings, timeouts)));
  }
  for (std::size_t i = 0; i + 1 < scale.size(); ++i) {
    lower.curves.push_back(print(scale[i], run_trials(settings, scale[i])));
  }
  lower.curves.push_back(upper.curves.back());  // 150-300 stands in both graphs.
  return {upper, lower};
}

// ---- The command line. ----

[[noreturn]] void explain() {
  std::fprintf(stderr,
               "election_benchmark [--there MIN MAX] [--back MIN MAX] [--trials N] [--seed N] "
               "[FIGURE.svg]\nTimes are in ms.\n");
  std::exit(2);
}

template <typename Number>
Number parse(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) explain();
  return number;
}

Settings read(const std::vector<std::string_view>& arguments) {
  Settings settings;
  std::size_t at = 0;
  const auto next = [&] {
    if (at == arguments.size()) explain();
    return arguments[at++];
  };
  const auto duration = [&] {
    return std::chrono::duration_cast<Duration>(Milliseconds(parse<double>(next())));
  };
  while (at < arguments.size()) {
    const std::string_view argument = next();
    if (argument == "--there" || argument == "--back") {
      Way& way = argument == "--there" ? settings.there : settings.back;
      way.min = duration();
      way.max = duration();
      if (way.max < way.min) explain();
    } else if (argument == "--trials") {
      settings.trials = parse<std::uint64_t>(next());
    } else if (argument == "--seed") {
      settings.seed = parse<std::uint64_t>(next());
    } else if (argument.starts_with("--") || !settings.figure.empty()) {
      explain();
    } else {
      settings.figure = argument;
    }
  }
  if (settings.trials == 0) explain();
  return settings;
}

}  // namespace

int main(int count, char** arguments) {
  const Settings settings = read({arguments + 1, arguments + count});
  const auto graphs = run_all(settings);
  if (settings.figure.empty()) return 0;
  std::ofstream file(settings.figure);
  file << election_figure::draw(graphs);
  if (file.flush()) return 0;
  std::fprintf(stderr, "election_benchmark: cannot write %s\n", settings.figure.c_str());
  return 1;
}
