// Selectively uniform random walk (SURW): Zhao, Wolff, Mathur, Roychoudhury, "Selectively Uniform
// Concurrency Testing", ASPLOS 2025, section 3.
//
// A walk that gives each thread the same chance at each step is far from uniform: a short thread
// nearly always ends before a long one has begun in earnest. Here a thread is drawn with a weight,
// the number of steps that it has left; then every interleaving of the steps is equally likely
// (algorithm 1). Uniform over everything would mean uniform over what does not matter as well, so
// one object is chosen for each schedule, and only the steps that use it are interleaved uniformly
// (algorithm 2): the thread that is to use it next is drawn, the others are held back where they
// are about to use it, and all else goes by random priorities.
//
// How many steps a thread takes is learned from the schedules before; the first has no weights. It
// is uniform only as far as these numbers are right and nobody has to wait for anybody: a thread
// that waits for a mutex cannot be drawn.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/chooser.hpp"
#include "model/thread.hpp"
#include "strategy/priorities.hpp"
#include "strategy/random.hpp"

namespace interleave {

class SurwChooser : public Chooser {
 public:
  explicit SurwChooser(std::uint64_t seed) : numbers_(seed) {}

  void begin_run() override;
  std::size_t choose(const Crossroads& at) override;
  void note_step(const Thread& thread, std::span<Thread* const> threads) override;

 private:
  // How often each thread used an object, in all schedules so far together.
  struct Uses {
    std::vector<std::uint64_t> by_thread;
    std::uint64_t in_all = 0;

    void add(ThreadId thread);
    bool is_shared() const;
  };
  // Of the pending step; 0 if it has to be drawn.
  using Priority = std::uint64_t;

  void draw_all_anew();
  void choose_object();
  void expect_uses();
  bool is_about_to_use_it(const Thread& thread) const;
  std::uint64_t weight_of(const Thread& thread) const;
  ThreadId draw_user(std::span<Thread* const> threads);
  ThreadId draw_held_back(const Crossroads& at);
  ThreadId first_of_the_free(const Crossroads& at);

  static constexpr std::size_t kNoObject = static_cast<std::size_t>(-1);

  RandomNumbers numbers_;
  std::vector<Uses> uses_;  // By the number of the object.
  std::uint64_t runs_ = 0;

  // Of this run.
  std::size_t object_ = kNoObject;  // The number of the one whose uses are interleaved uniformly.
  std::array<std::uint64_t, kThreadsMax> uses_left_{};  // Of that object, by thread.
  ThreadId next_user_ = kNobody;                        // The thread that is to use it next.
  std::uint32_t choices_without_use_ = 0;
  std::array<Priority, kThreadsMax> priorities_{};
  std::uint32_t choices_ = 0;       // Since all priorities were drawn.
  std::vector<Thread*> held_back_;  // Of this choice; kept for its storage.
};

}  // namespace interleave
