// A schedule as a string that a person can copy: the choices of one execution, in order. For each
// the thread's number (left out while it stays the same), the letter of its operation, and in lower
// case the way it goes on if that is not the first: "1LW2LNb". '!' is a time-out, '?' a wake-up
// that nobody asked for. A leading 'u' says that giving a mutex back is a choice, too; '-' alone
// is the schedule of a program that has no choices. '#' is followed by the number of the run that
// failed with it, '@' by the places whose races are choices; both may be left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/chooser.hpp"
#include "model/operation.hpp"

namespace interleave {

struct Schedule {
  bool unlocks_are_choices = false;
  std::vector<Event> choices;
  std::uint64_t number = 0;  // The search that found it ran so many; 0: not known.
  // Where races are choices, the places that race (RacingPlaces::to_string).
  std::string racing_places{};
};

std::string to_string(const Schedule& schedule);

// Throws std::invalid_argument that says where `text` is not a schedule.
Schedule parse_schedule(std::string_view text);

// Runs a given schedule again.
class ReplayChooser : public Chooser {
 public:
  explicit ReplayChooser(const Schedule& schedule) : schedule_(schedule) {}

  std::size_t choose(const Crossroads& at) override;

  // Where the execution did not go as the schedule says, in words; empty if it did.
  const std::string& divergence() const { return divergence_; }
  // The same, also where the execution ended before the schedule did or had choices after it.
  // Requires: the execution is over, and did not fail.
  std::string difference() const;

 private:
  void note_beyond(const Crossroads& at);

  const Schedule& schedule_;
  std::size_t next_ = 0;
  std::string divergence_;
  std::string first_beyond_;  // The first choice after the schedule's last, in words.
};

}  // namespace interleave
