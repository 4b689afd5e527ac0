// Four voters write numbers on one board, round after round, and each adds up what is there. They
// meet at the barrier twice in each round: when all have written, and when all have read. One goes
// home after the second round, and the others go on without it.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "barrier.hpp"
#include "provided/demo.hpp"

namespace {

constexpr std::size_t kRounds = 4;
constexpr std::size_t kRoundsOfTheOneThatLeaves = 2;
constexpr std::chrono::milliseconds kLongestPause(300);

// What the voters share. The barrier keeps the writes of a round apart from its reads, so the
// numbers need no lock.
struct Meeting {
  explicit Meeting(std::size_t voters) : board(voters), barrier(voters) {}

  std::vector<int> board;  // One place for each voter. The place of one that has left holds 0.
  Barrier barrier;
};

int sum_of(const std::vector<int>& numbers) {
  int sum = 0;
  for (int number : numbers) sum += number;
  return sum;
}

void vote(Meeting& meeting, std::size_t place, const std::string& name, std::size_t rounds,
          RandomNumbers random) {
  for (std::size_t round = 1; round <= rounds; ++round) {
    std::this_thread::sleep_for(random.next_pause(kLongestPause));
    meeting.board[place] = random.next();
    say(name, "round {}: writes {:>4} and waits for the others", round, meeting.board[place]);
    meeting.barrier.arrive_and_wait();  // A good place for a breakpoint.
    say(name, "round {}: finds the sum {:>4}", round, sum_of(meeting.board));
    meeting.barrier.arrive_and_wait();
  }
  if (rounds == kRounds) return;
  meeting.board[place] = 0;
  say(name, "goes home");
  meeting.barrier.arrive_and_drop();
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const std::uint32_t seed = seed_from(argc, argv);
  Meeting meeting(4);

  std::vector<std::thread> voters;
  std::size_t place = 0;
  for (const char* name : {"anna", "ben", "carl", "dora"}) {
    const std::size_t rounds = place == 3 ? kRoundsOfTheOneThatLeaves : kRounds;
    const RandomNumbers random(seed + static_cast<std::uint32_t>(place));
    voters.emplace_back(vote, std::ref(meeting), place, name, rounds, random);
    ++place;
  }
  for (std::thread& voter : voters) voter.join();
  say("main", "within each round, all sums are equal: compare them");
}
