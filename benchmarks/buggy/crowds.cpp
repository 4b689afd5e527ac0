// Mistakes among many threads. A search in order changes the turns of those that come last first,
// and does not get to the others.
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "interleave/interleave.hpp"
#include "programs.hpp"

namespace buggy {
namespace {

using interleave::check;
using interleave::Role;
using interleave::together;

std::vector<Role> crowd(int size, const std::function<void()>& does) {
  std::vector<Role> roles;
  for (int i = 0; i < size; ++i) roles.push_back({"member " + std::to_string(i + 1), does});
  return roles;
}

// Setters write a and then b. The checker has to look between the first of all writes to a and the
// first to b.
void half_a_pair(int setters) {
  std::atomic<int> a = 0;
  std::atomic<int> b = 0;
  std::vector<Role> roles = crowd(setters, [&] {
    a = 1;
    b = -1;
  });
  roles.push_back({"checker", [&] {
                     const int seen_a = a;
                     const int seen_b = b;
                     check(seen_a == 0 || seen_b == -1, "half a pair was seen");
                   }});
  together(std::move(roles));
}

void half_a_pair_of_ten() { half_a_pair(10); }
void half_a_pair_of_twenty() { half_a_pair(20); }

// Twenty write a value, and under another lock what follows from it. A reader comes between the
// first of the one and the first of the other.
void twenty_stages() {
  std::mutex first_mutex;
  std::mutex second_mutex;
  int first = 0;
  int second = 0;
  std::vector<Role> roles = crowd(20, [&] {
    int written = 0;
    {
      std::lock_guard lock(first_mutex);
      written = first = 1;
    }
    std::lock_guard lock(second_mutex);
    second = written + 1;
  });
  roles.push_back({"reader", [&] {
                     int seen = 0;
                     {
                       std::lock_guard lock(first_mutex);
                       seen = first;
                     }
                     if (seen == 0) return;
                     std::lock_guard lock(second_mutex);
                     check(second == seen + 1, "only the first stage was done");
                   }});
  together(std::move(roles));
}

// Nine clerks enter one each; the first of them locks another mutex.
void wrong_lock_of_nine() {
  std::mutex right;
  std::mutex wrong;
  std::atomic<int> entries = 0;
  const auto enter = [&](std::mutex& mutex) {
    std::lock_guard lock(mutex);
    entries = entries + 1;
  };
  std::vector<Role> roles = crowd(8, [&] { enter(right); });
  roles.insert(roles.begin(), {"clerk with the wrong lock", [&] { enter(wrong); }});
  together(std::move(roles));
  check(entries == 9, "an entry was lost");
}

}  // namespace

std::vector<Program> crowds() {
  return {
      {"reorder_10", "a pair is written in two steps, by ten", 11, half_a_pair_of_ten},
      {"reorder_20", "a pair is written in two steps, by twenty", 21, half_a_pair_of_twenty},
      {"twenty_stages", "values that belong together change under two locks, in twenty threads", 21,
       twenty_stages},
      {"wrong_lock_of_nine", "one of nine locks another mutex", 9, wrong_lock_of_nine},
  };
}

}  // namespace buggy
