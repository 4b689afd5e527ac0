// Exact numbers of the exhaustive search: one schedule for each class of equivalent ones, and none
// that is given up half-way. Each number can be derived by hand, and says how.
//
// Starting, ending and joining threads is no choice here, and no race either: the numbers are those
// of the programs' own operations. The same holds for giving a mutex back: who takes it next is
// decided by the locks (and by tries, which do see the difference).
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "counting.hpp"

namespace {

using counting::classes_of;
using counting::factorial;
using counting::in_threads;
using counting::power;

using Atomics = std::vector<std::atomic<int>>;

std::atomic<int>& at(Atomics& atomics, int i) { return atomics[static_cast<std::size_t>(i)]; }

// Threads that enter messages into one hash table (Flanagan, Godefroid, "Dynamic partial-order
// reduction for model checking software", POPL 2005, figure 1). Up to 11 threads never meet. The
// 12th meets the first one at three entries, the 13th the second one, and so on: who comes first at
// each is free. 2^3 for each thread more.
void index_messages(int threads) {
  constexpr int kSize = 128;
  constexpr int kMessages = 4;
  Atomics table(kSize);
  in_threads(threads, [&](int thread) {
    for (int i = 1; i <= kMessages; ++i) {
      const int message = i * 11 + thread;
      int place = message * 7 % kSize;
      for (int empty = 0; !at(table, place).compare_exchange_strong(empty, message); empty = 0) {
        place = (place + 1) % kSize;
      }
    }
  });
}

TEST(CountsDpor, Indexer) {
  for (int threads = 11; threads <= 15; ++threads) {
    EXPECT_EQ(classes_of([=] { index_messages(threads); }), power(8, threads - 11)) << threads;
  }
}

// Files get blocks of a disk (the same paper, figure 2). Each has a lock of its own, and looks for
// a free block from an even place on. The first 13 go to different places, the others meet one of
// those each: two orders for each thread above 13.
void allocate_blocks(int threads) {
  constexpr int kBlocks = 26;
  constexpr int kFiles = 32;
  std::array<std::mutex, kFiles> file_mutexes;
  std::array<std::mutex, kBlocks> block_mutexes;
  std::array<int, kFiles> block_of{};
  std::array<bool, kBlocks> busy{};
  in_threads(threads, [&](int thread) {
    const auto file = static_cast<std::size_t>(thread % kFiles);
    std::lock_guard file_lock(file_mutexes[file]);
    if (block_of[file] != 0) return;
    for (std::size_t block = file * 2 % kBlocks;; block = (block + 1) % kBlocks) {
      std::lock_guard block_lock(block_mutexes[block]);
      if (busy[block]) continue;
      busy[block] = true;
      block_of[file] = static_cast<int>(block) + 1;
      return;
    }
  });
}

TEST(CountsDpor, FileSystem) {
  for (const int threads : {13, 14, 16, 18, 19, 20, 22}) {
    EXPECT_EQ(classes_of([=] { allocate_blocks(threads); }), power(2, threads - 13)) << threads;
  }
}

// Each reader comes before or after the write: 2^N. Reads do not mind each other.
TEST(CountsDpor, Readers) {
  for (const int readers : {2, 3, 5, 8, 10}) {
    const auto body = [=] {
      std::atomic<int> value = 0;
      in_threads(readers + 1, [&](int thread) {
        if (thread == 0) {
          value.store(1);
        } else {
          value.load();
        }
      });
    };
    EXPECT_EQ(classes_of(body), power(2, readers)) << readers;
  }
}

// One thread looks for the last zero of an array, the others each set their entry to the one before
// plus one (Abdulla, Aronis, Jonsson, Sagonas, "Optimal dynamic partial order reduction", POPL
// 2014). Neighbours among the writers are ordered in 2^(N-1) ways, and the search stops at each
// entry in so many of them: (N + 3) 2^(N-2) together.
void find_last_zero(int writers) {
  Atomics array(static_cast<std::size_t>(writers) + 1);
  in_threads(writers + 1, [&](int thread) {
    if (thread > 0) {
      at(array, thread).store(at(array, thread - 1).load() + 1);
      return;
    }
    int last = writers;
    while (at(array, last).load() != 0) --last;
  });
}

TEST(CountsDpor, LastZero) {
  for (const int writers : {2, 3, 4, 5, 8, 10}) {
    EXPECT_EQ(classes_of([=] { find_last_zero(writers); }),
              static_cast<std::uint64_t>(writers + 3) * power(2, writers - 2))
        << writers;
  }
}

// (TK)! / (K!)^T orders in which T threads take one lock K times each.
TEST(CountsDpor, OneLock) {
  const auto count = [](int threads, int times) {
    return classes_of([=] {
      std::mutex mutex;
      int counter = 0;
      in_threads(threads, [&](int) {
        for (int i = 0; i < times; ++i) {
          std::lock_guard lock(mutex);
          ++counter;
        }
      });
      interleave::check(counter == threads * times, "an increment was lost");
    });
  };
  EXPECT_EQ(count(2, 1), 2u);
  EXPECT_EQ(count(3, 1), 6u);
  EXPECT_EQ(count(4, 1), 24u);
  EXPECT_EQ(count(5, 1), 120u);
  EXPECT_EQ(count(2, 2), 6u);
  EXPECT_EQ(count(2, 3), 20u);
  EXPECT_EQ(count(2, 4), 70u);
  EXPECT_EQ(count(3, 2), 90u);
}

// The result tells who came before: T! orders.
TEST(CountsDpor, FetchAdd) {
  for (int threads = 2; threads <= 5; ++threads) {
    const auto body = [&] {
      std::atomic<int> counter = 0;
      std::vector<int> before(static_cast<std::size_t>(threads));
      in_threads(threads, [&](int thread) {
        before[static_cast<std::size_t>(thread)] = counter.fetch_add(1);
      });
    };
    EXPECT_EQ(classes_of(body), factorial(threads)) << threads;
  }
}

// T! orders of the stores. A load is placed among the stores before its own: the thread whose store
// is the k-th has k places for it, which makes T! once more.
TEST(CountsDpor, LoadThenStore) {
  for (int threads = 2; threads <= 4; ++threads) {
    const auto body = [=] {
      std::atomic<int> counter = 0;
      in_threads(threads, [&](int) { counter.store(counter.load() + 1); });
    };
    EXPECT_EQ(classes_of(body), factorial(threads) * factorial(threads)) << threads;
  }
}

// A schedule is a sequence of critical sections, each with the set of those who tried meanwhile in
// vain: T! times the coefficient of x^T in 1 / (1 - x e^x), which is 4, 21, 148. Searches for which
// failing tries are ordered among themselves, too, count T! 2^(T-1), which is 4, 24, 192 (derived
// in Crosscheck.FailingTriesAreNotOrdered): two of them tell their threads the same in either
// order, so one of these schedules will do.
TEST(CountsDpor, TryLockThenUnlock) {
  const auto count = [](int threads) {
    return classes_of([=] {
      std::mutex mutex;
      in_threads(threads, [&](int) {
        if (mutex.try_lock()) mutex.unlock();
      });
    });
  };
  EXPECT_EQ(count(2), 4u);
  EXPECT_EQ(count(3), 21u);
  EXPECT_EQ(count(4), 148u);
}

// Each thread sets its own flag and looks at the next one's. Each look comes before or after what
// it looks for; all T before is a cycle and cannot be: 2^T - 1.
TEST(CountsDpor, StoreBufferingRing) {
  for (int threads = 2; threads <= 6; ++threads) {
    const auto body = [=] {
      Atomics flags(static_cast<std::size_t>(threads));
      in_threads(threads, [&](int thread) {
        at(flags, thread).store(1);
        at(flags, (thread + 1) % threads).load();
      });
    };
    EXPECT_EQ(classes_of(body), power(2, threads) - 1) << threads;
  }
}

// Two looks, each before or after its store, but not the flag after and the data before: 3.
TEST(CountsDpor, MessagePassing) {
  const auto body = [] {
    std::atomic<int> data = 0;
    std::atomic<int> flag = 0;
    interleave::together({"writer",
                          [&] {
                            data.store(1);
                            flag.store(1);
                          }},
                         {"reader", [&] {
                            flag.load();
                            data.load();
                          }});
  };
  EXPECT_EQ(classes_of(body), 3u);
}

// Four looks, each before or after its store: 16. The two readers do not disagree on which of the
// stores came first: 15.
TEST(CountsDpor, IndependentReadsOfIndependentWrites) {
  const auto body = [] {
    std::atomic<int> x = 0;
    std::atomic<int> y = 0;
    interleave::together({"writes x", [&] { x.store(1); }}, {"writes y", [&] { y.store(1); }},
                         {"x first",
                          [&] {
                            x.load();
                            y.load();
                          }},
                         {"y first", [&] {
                            y.load();
                            x.load();
                          }});
  };
  EXPECT_EQ(classes_of(body), 15u);
}

// Who shares nothing has nothing to be ordered.
TEST(CountsDpor, DisjointWrites) {
  const auto body = [] {
    Atomics cells(6);
    in_threads(6, [&](int thread) { at(cells, thread).store(1); });
  };
  EXPECT_EQ(classes_of(body), 1u);
}

}  // namespace
