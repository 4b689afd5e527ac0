// Calls that lead out of the exploration are named, with what to do about them: the program need
// not be wrong, so the verdict is "could not be explored".
#include <gtest/gtest.h>
#include <poll.h>
#include <pthread.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>

#include "interleave/gtest.hpp"

namespace {

// Returns why the body could not be explored.
std::string why_not(const std::function<void()>& body) {
  const interleave::Result result = interleave::explore(body);
  const bool unknown = result.verdict == interleave::Verdict::kUnknown && !result.failure;
  return (unknown ? "" : "explored: ") + result.seen;
}

bool begins(const std::string& text, const std::string& words) { return text.rfind(words, 0) == 0; }

TEST(NotControlled, ProcessesAreNamed) {
  const std::string why = why_not([] { (void)fork(); });
  EXPECT_TRUE(begins(why, "test calls fork() (not_controlled_test.cpp:")) << why;
  EXPECT_NE(why.find("Explore each"), std::string::npos) << why;
  EXPECT_TRUE(begins(why_not([] { (void)std::system("true"); }), "test calls system() ("));
}

TEST(NotControlled, TooManyThreadsAreNamed) {
  const auto start = [](int threads) {
    for (int i = 0; i < threads; ++i) std::thread([] {}).join();
  };
  EXPECT_EQ(why_not([&] { start(127); }), "explored: the only schedule");
  const std::string why = why_not([&] { start(128); });
  EXPECT_TRUE(begins(why, "test starts too many threads (not_controlled_test.cpp:")) << why;
  EXPECT_NE(why.find("room for 128 threads"), std::string::npos) << why;
}

TEST(NotControlled, TheNetworkIsNamed) {
  EXPECT_TRUE(begins(why_not([] { socket(AF_INET, SOCK_STREAM, 0); }), "test calls socket() ("));
  EXPECT_TRUE(begins(why_not([] { accept(0, nullptr, nullptr); }), "test calls accept() ("));
  pollfd file{0, POLLIN, 0};
  EXPECT_TRUE(begins(why_not([&] { poll(&file, 1, -1); }), "test calls poll() ("));
}

TEST(NotControlled, AnEmptyPipeIsNamedAndAFullOneRead) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  char byte = 0;
  EXPECT_TRUE(begins(why_not([&] { (void)!read(ends[0], &byte, 1); }), "test calls read() ("));
  ASSERT_EQ(write(ends[1], "abcdefgh", 8), 8);
  const interleave::Result result =
      interleave::explore([&] { interleave::check(read(ends[0], &byte, 1) == 1, "it is there"); });
  EXPECT_EQ(result.verdict, interleave::Verdict::kPassed) << result.seen;
  close(ends[0]);
  close(ends[1]);
}

TEST(NotControlled, PollAndSelectOfNothingSleep) {
  EXPLORE {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(poll(nullptr, 0, 1'500), 0);
    timeval half_a_second{0, 500'000};
    EXPECT_EQ(select(0, nullptr, nullptr, nullptr, &half_a_second), 0);
    EXPECT_EQ(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
  };
}

TEST(NotControlled, CancellingIsNamed) {
  const std::string why = why_not([] { pthread_cancel(pthread_self()); });
  EXPECT_TRUE(begins(why, "test calls pthread_cancel() (")) << why;
  EXPECT_NE(why.find("stop_token"), std::string::npos) << why;
}

// What threads outside of the exploration do is done for real, beside it.
TEST(NotControlled, ThreadsOutsideGoTheirOwnWay) {
  std::mutex mutex;
  std::condition_variable changed;
  int rounds = 0;
  bool stop = false;
  std::thread outside([&] {
    std::unique_lock lock(mutex);
    while (!stop) {
      ++rounds;
      changed.notify_all();
      lock.unlock();
      std::this_thread::yield();
      lock.lock();
    }
  });
  EXPLORE {
    int count = 0;
    std::mutex inside;
    const auto add = [&] {
      std::lock_guard lock(inside);
      ++count;
    };
    interleave::together({"a", add}, {"b", add});
    EXPECT_EQ(count, 2);
  };
  {
    std::unique_lock lock(mutex);
    const int before = rounds;
    changed.wait(lock, [&] { return rounds > before; });
    stop = true;
  }
  outside.join();
}

TEST(NotControlled, AMutexThatAThreadOutsideHoldsIsNamed) {
  std::mutex mutex;
  std::lock_guard lock(mutex);
  const std::string why = why_not([&] { mutex.lock(); });
  EXPECT_TRUE(begins(why, "test uses mutex, which a thread outside of the exploration holds"))
      << why;
}

TEST(NotControlled, AWaitOfAThreadOutsideIsNamed) {
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  std::promise<void> waits;
  std::thread outside([&] {
    std::unique_lock lock(mutex);
    waits.set_value();
    changed.wait(lock, [&] { return done; });
  });
  waits.get_future().wait();
  { std::lock_guard lock(mutex); }  // Now it sleeps.
  const std::string why = why_not([&] { changed.notify_one(); });
  EXPECT_TRUE(begins(why, "test notifies changed, on which a thread outside")) << why;
  EXPECT_NE(why.find("started inside the body"), std::string::npos) << why;
  {
    std::lock_guard lock(mutex);
    done = true;
  }
  changed.notify_one();
  outside.join();
}

}  // namespace
