// Something happens too early or too late.
#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "interleave/interleave.hpp"
#include "programs.hpp"

namespace buggy {
namespace {

using interleave::check;
using interleave::Role;
using interleave::together;

// Setters write a and then b. Who looks between the first of all writes to a and the first to b
// sees half of a pair.
void half_a_pair(int setters) {
  std::atomic<int> a = 0;
  std::atomic<int> b = 0;
  std::vector<Role> roles;
  for (int i = 0; i < setters; ++i) {
    roles.push_back({"setter " + std::to_string(i + 1), [&] {
                       a = 1;
                       b = -1;
                     }});
  }
  roles.push_back({"checker", [&] {
                     const int seen_a = a;
                     const int seen_b = b;
                     check(seen_a + seen_b == 0 || seen_a == 0, "half a pair was seen");
                   }});
  together(std::move(roles));
}

void half_a_pair_of_two() { half_a_pair(2); }
void half_a_pair_of_five() { half_a_pair(5); }

// The thread uses what its parent fills in after starting it.
void parent_fills_in_late() {
  std::atomic<int> id = 0;
  std::thread worker =
      interleave::thread("worker", [&] { check(id != 0, "used before it was set"); });
  std::mutex mutex;
  for (int i = 0; i < 3; ++i) std::lock_guard lock(mutex);
  id = 5;
  worker.join();
}

// The flag says that the value is there; it is set first.
void flag_before_value() {
  std::atomic<bool> ready = false;
  std::atomic<int> value = 0;
  together({"writer",
            [&] {
              ready = true;
              value = 42;
            }},
           {"reader", [&] {
              if (ready) check(value == 42, "ready, and not there");
            }});
}

// Double-checked: who comes second finds the flag set and the object unfinished.
void double_checked_init() {
  std::mutex mutex;
  std::atomic<bool> made = false;
  std::atomic<int> left = 0;
  std::atomic<int> right = 0;
  const auto use = [&] {
    if (!made) {
      std::lock_guard lock(mutex);
      if (!made) {
        left = 1;
        made = true;
        right = 1;
      }
    }
    check(left + right == 2, "half made");
  };
  together({"one", use}, {"two", use}, {"three", use});
}

// A long way to the only step that matters: the other thread is nearly always first.
void late_owner() {
  std::atomic<int> own = 0;
  std::atomic<int> owner = 0;
  together({"late",
            [&] {
              for (int i = 0; i < 12; ++i) ++own;
              int nobody = 0;
              owner.compare_exchange_strong(nobody, 1);
            }},
           {"early", [&] {
              int nobody = 0;
              owner.compare_exchange_strong(nobody, 2);
            }});
  check(owner == 2, "the late one was first");
}

// A node hands the token on before it has put it down.
void token_ring() {
  std::atomic<bool> has_token[3] = {true, false, false};
  const auto node = [&](int i) {
    if (!has_token[i]) return;
    has_token[(i + 1) % 3] = true;
    has_token[i] = false;
  };
  const auto look = [&] {
    int tokens = 0;
    for (auto& token : has_token) tokens += token ? 1 : 0;
    check(tokens < 3, "three nodes have the token");
  };
  together({"node 0", [&] { node(0); }}, {"node 1", [&] { node(1); }}, {"node 2", [&] { node(2); }},
           {"observer", look});
}

// Three stages, each seen: the reader must look exactly between them.
void every_stage_seen() {
  std::atomic<int> stage = 0;
  int seen = 0;
  together({"worker",
            [&] {
              stage = 1;
              stage = 2;
              stage = 3;
            }},
           {"reader", [&] {
              for (int i = 1; i <= 3; ++i) seen += stage == i ? 1 : 0;
            }});
  check(seen < 3, "the reader kept up with every stage");
}

// The writer makes the number odd while it writes; the reader looks at it only before.
void seqlock_without_second_look() {
  std::atomic<int> sequence = 0;
  std::atomic<int> x = 0;
  std::atomic<int> y = 0;
  together({"writer",
            [&] {
              ++sequence;
              x = 1;
              y = 1;
              ++sequence;
            }},
           {"reader", [&] {
              if (sequence % 2 != 0) return;
              const int seen_x = x;
              const int seen_y = y;
              check(seen_x == seen_y, "torn");
            }});
}

}  // namespace

std::vector<Program> orders() {
  return {
      {"reorder_2", "a pair is written in two steps, by two", 3, half_a_pair_of_two},
      {"reorder_5", "a pair is written in two steps, by five", 6, half_a_pair_of_five},
      {"parent_fills_in_late", "a thread is started before what it needs is there", 1,
       parent_fills_in_late},
      {"flag_before_value", "the flag is set before the value", 2, flag_before_value},
      {"double_checked_init", "the flag is set before the object is complete", 3,
       double_checked_init},
      {"late_owner", "the order of two threads of unequal length is taken for granted", 2,
       late_owner},
      {"token_ring", "the token is handed on before it is put down", 4, token_ring},
      {"every_stage_seen", "five constraints deep", 2, every_stage_seen},
      {"seqlock", "the reader does not look at the sequence number again", 2,
       seqlock_without_second_look},
  };
}

}  // namespace buggy
