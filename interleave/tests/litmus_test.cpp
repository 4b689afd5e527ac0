// Litmus tests: small programs on atomics, each with the whole set of what its threads can see. All
// is explored as if sequentially consistent, so these are the sets of some interleaving of the
// threads, no more and no less. (Names and shapes: Alglave, Maranget, Tautschnig, "Herding cats",
// TOPLAS 2014.) Each runs under the exhaustive search and under the plain one, without reduction.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "counting.hpp"

namespace {

// What the threads of one program use. Every read is put down in the order of the program text.
struct Shared {
  std::atomic<int> x = 0;
  std::atomic<int> y = 0;
  std::atomic<int> z = 0;
  std::array<int, 6> seen{};  // Each entry is one thread's.
};

using ThreadBody = std::function<void(Shared&)>;
using Outcomes = std::set<std::string>;

// What is written down of a finished run.
using Describe = std::function<std::string(Shared&)>;

Outcomes outcomes_under(interleave::Strategy strategy, const std::vector<ThreadBody>& threads,
                        const Describe& describe) {
  Outcomes outcomes;
  interleave::Options options = counting::everything();
  options.strategy = strategy;
  const interleave::Result result = interleave::explore(
      [&] {
        Shared shared;
        counting::in_threads(static_cast<int>(threads.size()), [&](int thread) {
          threads[static_cast<std::size_t>(thread)](shared);
        });
        outcomes.insert(describe(shared));
      },
      options);
  EXPECT_EQ(result.verdict, interleave::Verdict::kPassed);
  EXPECT_EQ(result.coverage, interleave::Coverage::kAll) << result.seen;
  EXPECT_EQ(result.redundant, 0u);
  return outcomes;
}

void expect_outcomes(const std::vector<ThreadBody>& threads, const Describe& describe,
                     const Outcomes& expected) {
  EXPECT_EQ(outcomes_under(interleave::Strategy::kExhaustive, threads, describe), expected);
  EXPECT_EQ(outcomes_under(interleave::Strategy::kBounded, threads, describe), expected);
}

// The first `count` reads, one digit each.
Describe reads(std::size_t count) {
  return [count](Shared& shared) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += std::to_string(shared.seen[i]);
    return text;
  };
}

// The same, and then the value that is left in x.
Describe reads_then_x(std::size_t count) {
  return [count](Shared& shared) {
    return reads(count)(shared) + " x=" + std::to_string(shared.x.load());
  };
}

Describe final_x_and_y() {
  return [](Shared& shared) {
    return "x=" + std::to_string(shared.x.load()) + " y=" + std::to_string(shared.y.load());
  };
}

// SB. 00 would need both threads to overtake their own store.
TEST(Litmus, StoreBuffering) {
  expect_outcomes({[](Shared& s) {
                     s.x.store(1);
                     s.seen[0] = s.y.load();
                   },
                   [](Shared& s) {
                     s.y.store(1);
                     s.seen[1] = s.x.load();
                   }},
                  reads(2), {"01", "10", "11"});
}

// MP. 10 would be the flag without the data.
TEST(Litmus, MessagePassing) {
  expect_outcomes({[](Shared& s) {
                     s.x.store(1);
                     s.y.store(1);
                   },
                   [](Shared& s) {
                     s.seen[0] = s.y.load();
                     s.seen[1] = s.x.load();
                   }},
                  reads(2), {"00", "01", "11"});
}

// LB. 11 would be values from the future.
TEST(Litmus, LoadBuffering) {
  expect_outcomes({[](Shared& s) {
                     s.seen[0] = s.x.load();
                     s.y.store(1);
                   },
                   [](Shared& s) {
                     s.seen[1] = s.y.load();
                     s.x.store(1);
                   }},
                  reads(2), {"00", "01", "10"});
}

// LB with data: nothing comes out of thin air.
TEST(Litmus, LoadBufferingWithData) {
  expect_outcomes({[](Shared& s) { s.y.store(s.seen[0] = s.x.load()); },
                   [](Shared& s) { s.x.store(s.seen[1] = s.y.load()); }},
                  reads(2), {"00"});
}

// IRIW. 1010 would be two readers who disagree on which store came first.
TEST(Litmus, IndependentReadsOfIndependentWrites) {
  Outcomes expected;
  for (int bits = 0; bits < 16; ++bits) {
    std::string seen;
    for (const int bit : {8, 4, 2, 1}) seen += (bits & bit) != 0 ? '1' : '0';
    if (seen != "1010") expected.insert(seen);
  }
  expect_outcomes({[](Shared& s) { s.x.store(1); }, [](Shared& s) { s.y.store(1); },
                   [](Shared& s) {
                     s.seen[0] = s.x.load();
                     s.seen[1] = s.y.load();
                   },
                   [](Shared& s) {
                     s.seen[2] = s.y.load();
                     s.seen[3] = s.x.load();
                   }},
                  reads(4), expected);
}

// WRC. What one thread has seen and told of, who hears of it sees as well: not 110.
TEST(Litmus, WriteToReadCausality) {
  expect_outcomes({[](Shared& s) { s.x.store(1); },
                   [](Shared& s) {
                     s.seen[0] = s.x.load();
                     s.y.store(1);
                   },
                   [](Shared& s) {
                     s.seen[1] = s.y.load();
                     s.seen[2] = s.x.load();
                   }},
                  reads(3), {"000", "001", "010", "011", "100", "101", "111"});
}

// RWC. Not 100: x was there before y was, so who has stored y sees x.
TEST(Litmus, ReadToWriteCausality) {
  expect_outcomes({[](Shared& s) { s.x.store(1); },
                   [](Shared& s) {
                     s.seen[0] = s.x.load();
                     s.seen[1] = s.y.load();
                   },
                   [](Shared& s) {
                     s.y.store(1);
                     s.seen[2] = s.x.load();
                   }},
                  reads(3), {"000", "001", "010", "011", "101", "110", "111"});
}

// ISA2. A message that goes through two hands: not 110.
TEST(Litmus, MessageThroughTwoHands) {
  expect_outcomes({[](Shared& s) {
                     s.x.store(1);
                     s.y.store(1);
                   },
                   [](Shared& s) {
                     s.seen[0] = s.y.load();
                     s.z.store(1);
                   },
                   [](Shared& s) {
                     s.seen[1] = s.z.load();
                     s.seen[2] = s.x.load();
                   }},
                  reads(3), {"000", "001", "010", "011", "100", "101", "111"});
}

// R. Not "0 y=2": the second thread's y came last, so x was there when it looked.
TEST(Litmus, StoresOverwrittenAndRead) {
  expect_outcomes(
      {[](Shared& s) {
         s.x.store(1);
         s.y.store(1);
       },
       [](Shared& s) {
         s.y.store(2);
         s.seen[0] = s.x.load();
       }},
      [](Shared& s) { return std::to_string(s.seen[0]) + " y=" + std::to_string(s.y.load()); },
      {"0 y=1", "1 y=1", "1 y=2"});
}

// S. The flag was seen, so the store after that look comes last: not "1 x=2".
TEST(Litmus, StoreAfterAMessage) {
  expect_outcomes({[](Shared& s) {
                     s.x.store(2);
                     s.y.store(1);
                   },
                   [](Shared& s) {
                     s.seen[0] = s.y.load();
                     s.x.store(1);
                   }},
                  reads_then_x(1), {"0 x=1", "0 x=2", "1 x=1"});
}

// 2+2W. Each thread's first store cannot be the last to both places.
TEST(Litmus, TwoStoresEach) {
  expect_outcomes({[](Shared& s) {
                     s.x.store(1);
                     s.y.store(2);
                   },
                   [](Shared& s) {
                     s.y.store(1);
                     s.x.store(2);
                   }},
                  final_x_and_y(), {"x=1 y=2", "x=2 y=1", "x=2 y=2"});
}

// CoRR. One place is never seen to go back.
TEST(Litmus, CoherenceOfTwoReads) {
  expect_outcomes({[](Shared& s) { s.x.store(1); },
                   [](Shared& s) {
                     s.seen[0] = s.x.load();
                     s.seen[1] = s.x.load();
                   }},
                  reads(2), {"00", "01", "11"});
}

// Four looks from four lines are no loop: the value may change before any of them.
TEST(Litmus, CoherenceOfFourReads) {
  expect_outcomes({[](Shared& s) { s.x.store(1); },
                   [](Shared& s) {
                     s.seen[0] = s.x.load();
                     s.seen[1] = s.x.load();
                     s.seen[2] = s.x.load();
                     s.seen[3] = s.x.load();
                   }},
                  reads(4), {"0000", "0001", "0011", "0111", "1111"});
}

// The same where all four go through one function of the library, the conversion to bool.
TEST(Litmus, CoherenceOfFourReadsThroughOneFunction) {
  Outcomes outcomes;
  interleave::Options options = counting::exhaustive();
  interleave::explore(
      [&] {
        std::atomic<bool> flag = false;
        std::string seen;
        interleave::together({"sets", [&] { flag = true; }}, {"looks", [&] {
                                                                seen += flag ? '1' : '0';
                                                                seen += flag ? '1' : '0';
                                                                seen += flag ? '1' : '0';
                                                                seen += flag ? '1' : '0';
                                                              }});
        outcomes.insert(seen);
      },
      options);
  EXPECT_EQ(outcomes, (Outcomes{"0000", "0001", "0011", "0111", "1111"}));
}

// CoRR with two writers: all readers agree on the order of the stores.
TEST(Litmus, ReadersAgreeOnTheOrderOfStores) {
  Outcomes expected;
  for (const std::array<char, 3>& order : {std::array{'0', '1', '2'}, std::array{'0', '2', '1'}}) {
    for (int a = 0; a < 3; ++a) {
      for (int b = a; b < 3; ++b) {
        for (int c = 0; c < 3; ++c) {
          for (int d = c; d < 3; ++d) {
            std::string seen;
            for (const int i : {a, b, c, d}) seen += order[static_cast<std::size_t>(i)];
            expected.insert(seen);
          }
        }
      }
    }
  }
  const auto look_twice = [](std::size_t first) {
    return [first](Shared& s) {
      s.seen[first] = s.x.load();
      s.seen[first + 1] = s.x.load();
    };
  };
  expect_outcomes({[](Shared& s) { s.x.store(1); }, [](Shared& s) { s.x.store(2); }, look_twice(0),
                   look_twice(2)},
                  reads(4), expected);
}

// CoWR. Who has stored sees that or something later.
TEST(Litmus, CoherenceOfAStoreAndARead) {
  expect_outcomes({[](Shared& s) {
                     s.x.store(1);
                     s.seen[0] = s.x.load();
                   },
                   [](Shared& s) { s.x.store(2); }},
                  reads_then_x(1), {"1 x=1", "1 x=2", "2 x=2"});
}

// CoRW. Nobody sees what he is about to store.
TEST(Litmus, CoherenceOfAReadAndAStore) {
  expect_outcomes({[](Shared& s) {
                     s.seen[0] = s.x.load();
                     s.x.store(1);
                   },
                   [](Shared& s) { s.x.store(2); }},
                  reads_then_x(1), {"0 x=1", "0 x=2", "2 x=1"});
}

// Updates are one step: none is lost, and each sees another value.
TEST(Litmus, UpdatesAreOneStep) {
  expect_outcomes({[](Shared& s) { s.seen[0] = s.x.fetch_add(1); },
                   [](Shared& s) { s.seen[1] = s.x.fetch_add(1); },
                   [](Shared& s) { s.seen[2] = s.x.fetch_add(1); }},
                  reads_then_x(3),
                  {"012 x=3", "021 x=3", "102 x=3", "120 x=3", "201 x=3", "210 x=3"});
}

// A load and a store are two: the other thread's may come in between.
TEST(Litmus, LoadAndStoreAreTwoSteps) {
  expect_outcomes(
      {[](Shared& s) { s.x.store(s.x.load() + 1); }, [](Shared& s) { s.x.store(s.x.load() + 1); }},
      reads_then_x(0), {" x=1", " x=2"});
}

// Only one of those who compare and exchange finds what it expects.
TEST(Litmus, OneExchangeSucceeds) {
  const auto exchange = [](std::size_t entry, int desired) {
    return [entry, desired](Shared& s) {
      int expected = 0;
      s.seen[entry] = s.x.compare_exchange_strong(expected, desired) ? 1 : 0;
    };
  };
  expect_outcomes({exchange(0, 1), exchange(1, 2)}, reads_then_x(2), {"10 x=1", "01 x=2"});
}

// Dekker's entry: never do both come in. Both may stay out.
TEST(Litmus, NeverBothComeIn) {
  const auto enter = [](bool first) {
    return [first](Shared& s) {
      (first ? s.x : s.y).store(1);
      s.seen[first ? 0 : 1] = (first ? s.y : s.x).load() == 0 ? 1 : 0;
    };
  };
  expect_outcomes({enter(true), enter(false)}, reads(2), {"00", "01", "10"});
}

}  // namespace
