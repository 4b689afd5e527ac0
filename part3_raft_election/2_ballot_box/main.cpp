// Elections of five servers, one in each term. Each voter answers in a thread of its own: late,
// twice, or not at all, and sometimes with an answer of the last term. The candidate waits for a
// second.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "ballot_box.hpp"
#include "provided/demo.hpp"

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kServers = 5;
constexpr Term kElections = 6;
constexpr auto kPatience = 1s;

const char* in_words(Outcome outcome) {
  switch (outcome) {
    case Outcome::kWon:
      return "won";
    case Outcome::kLost:
      return "lost";
    case Outcome::kTimedOut:
      return "not decided in time";
    case Outcome::kAbandoned:
      return "abandoned";
  }
  return "nothing";
}

// One voter's part of an election.
void vote(BallotBox& box, ServerId server, Term term, RandomNumbers random) {
  const std::string name = "server " + std::to_string(server);
  std::this_thread::sleep_for(random.next_pause(700ms));
  if (random.next() < 200) {
    say(name, "does not answer");
    return;
  }
  if (random.next() < 200) {
    say(name, "sends a vote of term {}, which is over", term - 1);
    box.record(server, term - 1, true);
  }
  const bool granted = random.next() < 600;
  const bool twice = random.next() < 300;
  say(name, "{}{}", granted ? "grants" : "refuses", twice ? ", and the answer comes twice" : "");
  box.record(server, term, granted);  // A good place for a breakpoint.
  if (twice) box.record(server, term, granted);
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const std::uint32_t seed = seed_from(argc, argv);
  for (Term term = 1; term <= kElections; ++term) {
    BallotBox box(kServers, term);
    say("server 0", "stands in term {}, and votes for itself", term);
    box.record(0, term, true);
    std::vector<std::thread> voters;
    for (ServerId server = 1; server < kServers; ++server) {
      voters.emplace_back([&box, server, term, random = RandomNumbers(seed + 10 * term + server)] {
        vote(box, server, term, random);
      });
    }
    const Outcome outcome = box.wait(std::chrono::steady_clock::now() + kPatience);
    say("server 0", "term {} is {}", term, in_words(outcome));
    for (std::thread& voter : voters) voter.join();
  }
}
