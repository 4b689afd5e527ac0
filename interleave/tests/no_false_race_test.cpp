// What is no race is not called one: memory that comes back, the parts of the standard library that
// are compiled into the program and those that are not, static and thread_local variables.
#include <gtest/gtest.h>

#include <atomic>
#include <exception>
#include <functional>
#include <future>
#include <iomanip>
#include <iostream>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "interleave/gtest.hpp"

// How a library says that its atomics are a lock (compiler-rt's tsan_interface.h).
extern "C" {
void __tsan_mutex_post_lock(void* lock, unsigned flags, int recursion);
int __tsan_mutex_pre_unlock(void* lock, unsigned flags);
}

namespace {

using interleave::together;

TEST(NoFalseRace, MemoryFreedByOneAndGivenToAnother) {
  EXPLORE {
    const auto use = [] {
      for (int i = 0; i < 3; ++i) {
        const auto number = std::make_unique<int>(i);
        EXPECT_EQ(*number, i);
      }
    };
    together({"anna", use}, {"ben", use});
  };
}

// A stack is memory that comes back as well: frames of one call lie where those of another lay.
TEST(NoFalseRace, StacksOfThreadsThatFollowEachOther) {
  EXPLORE {
    for (int i = 0; i < 3; ++i) {
      int result = 0;
      std::thread worker([&result, i] { result = i + 1; });
      worker.join();
      EXPECT_EQ(result, i + 1);
    }
  };
}

TEST(NoFalseRace, StringsOfEachThread) {
  EXPLORE {
    const std::string shared = "a text that is too long to stand inside of the string itself";
    const auto read = [&shared] {
      std::string copy = shared;
      copy += " and more";
      EXPECT_EQ(copy.find("and more"), shared.size() + 1);
    };
    together({"anna", read}, {"ben", read});
  };
}

TEST(NoFalseRace, StringsHandedOverUnderALock) {
  EXPLORE {
    std::mutex mutex;
    std::vector<std::string> texts;
    const auto add = [&](const std::string& text) {
      std::lock_guard lock(mutex);
      texts.push_back(text + ", which makes it too long for the small one");
    };
    together({"anna", [&] { add("one"); }}, {"ben", [&] { add("two"); }});
    EXPECT_EQ(texts[0].size(), texts[1].size());
  };
}

TEST(NoFalseRace, StreamsOfEachThread) {
  EXPLORE {
    const auto print = [] {
      std::ostringstream out;
      out << std::setw(6) << 42 << ' ' << std::fixed << 1.5 << " text " << std::boolalpha << true;
      EXPECT_EQ(out.str(), "    42 1.500000 text true");
      int number = 0;
      std::istringstream("17") >> number;
      EXPECT_EQ(number, 17);
    };
    together({"anna", print}, {"ben", print});
  };
}

TEST(NoFalseRace, StandardOutputOfTwoThreads) {
  EXPLORE {
    const auto print = [] {
      std::cout << "number " << 3 << std::endl;
      std::cerr << "text " << std::string("of a string") << '\n';
    };
    together({"anna", print}, {"ben", print});
  };
}

struct Table {
  Table() { squares = {{2, 4}, {3, 9}}; }
  std::map<int, int> squares;
};

const Table& table() {
  static const Table only_one;
  return only_one;
}

TEST(NoFalseRace, FunctionLocalStatic) {
  EXPLORE {
    const auto look = [] { EXPECT_EQ(table().squares.at(3), 9); };
    together({"anna", look}, {"ben", look});
  };
}

struct Counter {
  ~Counter() { value = -1; }
  int value = 0;
};

thread_local Counter counter;
thread_local std::string last_text;

TEST(NoFalseRace, ThreadLocal) {
  EXPLORE {
    const auto count = [] {
      EXPECT_EQ(++counter.value, 1);
      last_text = "a text that is too long to stand inside of the string itself";
    };
    together({"anna", count}, {"ben", count});
    std::thread(count).join();  // On what was another thread's before.
  };
}

TEST(NoFalseRace, SharedPointers) {
  EXPLORE {
    auto shared = std::make_shared<const std::string>("shared");
    const auto use = [copy = shared] { EXPECT_EQ(copy->size(), 6u); };
    shared.reset();
    together({"anna", use}, {"ben", use});
  };
}

TEST(NoFalseRace, FunctionsAndListsOfEachThread) {
  EXPLORE {
    const auto use = [] {
      std::list<std::function<int()>> all;
      for (int i = 0; i < 3; ++i) all.push_back([i] { return i; });
      int sum = 0;
      for (const auto& one : all) sum += one();
      EXPECT_EQ(sum, 3);
    };
    together({"anna", use}, {"ben", use});
  };
}

TEST(NoFalseRace, ExceptionHandedOver) {
  EXPLORE {
    std::promise<int> promise;
    std::future<int> future = promise.get_future();
    together({"sender",
              [&] {
                try {
                  throw std::runtime_error("a text");
                } catch (...) {
                  promise.set_exception(std::current_exception());
                }
              }},
             {"receiver", [&] {
                try {
                  future.get();
                  ADD_FAILURE() << "nothing was thrown";
                } catch (const std::runtime_error& error) {
                  EXPECT_STREQ(error.what(), "a text");
                }
              }});
  };
}

struct Base {
  virtual ~Base() = default;
  virtual int number() const { return 1; }
};
struct Derived : Base {
  int number() const override { return 2; }
};

// Constructors and destructors write the pointer to the virtual functions.
TEST(NoFalseRace, VirtualFunctions) {
  EXPLORE {
    const std::unique_ptr<Base> shared = std::make_unique<Derived>();
    const auto use = [&shared] {
      EXPECT_EQ(shared->number(), 2);
      const std::unique_ptr<Base> mine = std::make_unique<Derived>();
      EXPECT_EQ(mine->number(), 2);
    };
    together({"anna", use}, {"ben", use});
  };
}

TEST(NoFalseRace, OneAfterTheOtherByJoin) {
  EXPLORE {
    int number = 0;
    std::thread([&number] { ++number; }).join();
    std::thread([&number] { ++number; }).join();
    EXPECT_EQ(number, 2);
  };
}

// A lock made of relaxed atomics orders nothing, until it says that it is one.
template <bool says_so>
class RelaxedLock {
 public:
  void lock() {
    while (taken_.test_and_set(std::memory_order_relaxed)) {
    }
    if (says_so) __tsan_mutex_post_lock(&taken_, 0, 0);
  }
  void unlock() {
    if (says_so) __tsan_mutex_pre_unlock(&taken_, 0);
    taken_.clear(std::memory_order_relaxed);
  }

 private:
  std::atomic_flag taken_;
};

template <bool says_so>
void count_under_relaxed_lock() {
  RelaxedLock<says_so> lock;
  int number = 0;
  const auto count = [&] {
    const std::lock_guard guard(lock);
    ++number;
  };
  together({"anna", count}, {"ben", count});
  EXPECT_EQ(number, 2);
}

TEST(NoFalseRace, ALockOfAtomicsThatSaysSo) {
  EXPLORE { count_under_relaxed_lock<true>(); };
  const interleave::Result result = interleave::explore(count_under_relaxed_lock<false>);
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->kind, interleave::FailureKind::kDataRace);
}

}  // namespace
