// Who is next: finds what may happen, and has the chooser decide.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/chooser.hpp"
#include "model/run.hpp"

namespace interleave {

class Scheduler {
 public:
  explicit Scheduler(Run& run) : run_(run) { alternatives_.reserve(kThreadsMax); }

  // A run begins in which `chooser` decides.
  void begin(Chooser& chooser) {
    chooser_ = &chooser;
    chooser.begin_run();
  }

  // Who goes on, and in which way.
  struct Next {
    Thread* thread = nullptr;  // nullptr: nobody can.
    Way way = 0;
  };
  Next pick();

  // The first way in which `thread` could take its pending step now; nothing if it could not.
  std::optional<Way> way_of(Thread& thread);

  // What changes nothing for anybody else happens at once: no schedule is lost by that.
  bool is_eager(const Thread& thread);

  // `thread` takes a step. Fails the run when there were too many.
  void count_step(Thread& thread) {
    ++run_.run_length;
    if (++run_.steps > run_.options->steps_max) [[unlikely]]
      fail_after_too_many_steps(thread);
    chooser_->note_step(thread, run_.threads);
  }

 private:
  Thread* eager_thread();
  Thread* ending_thread();
  void collect_alternatives();
  void collect_ways(Thread& thread);
  bool detached_threads_go_on();
  void add(Thread& thread, Way way);
  bool drop_spinners();
  bool let_time_pass();
  void note_standstill();
  [[noreturn]] void fail_after_too_many_steps(const Thread& thread);

  Run& run_;
  Chooser* chooser_ = nullptr;
  std::vector<Alternative> alternatives_;
  bool somebody_works_ = false;  // One of the alternatives is more than another look.
  bool somebody_spins_ = false;  // One of them may have to stand back.
};

}  // namespace interleave
