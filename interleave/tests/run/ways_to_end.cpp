// Ways in which a program ends: its argument says which. Static objects and atexit handlers speak
// up, so that a test sees that they came.
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

std::mutex mutex;
int begun = 0;  // Set by a static constructor: each run has its own.

struct Speaker {
  Speaker() {
    std::lock_guard lock(mutex);
    ++begun;
  }
  ~Speaker() {
    std::lock_guard lock(mutex);
    std::cout << "destroyed\n";
  }
} speaker;

void bye() { std::puts("atexit"); }

void start_detached_sleeper() {
  std::thread([] {
    for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
  }).detach();
}

// Comes to grief after the program could have ended.
void start_detached_failure() {
  std::thread([] {
    for (int i = 0; i < 3; ++i) std::lock_guard lock(mutex);
    abort();
  }).detach();
}

void throw_in_thread() {
  std::thread([] { throw std::runtime_error("out of paper"); }).join();
}

void use_null() {
  int* volatile nowhere = nullptr;
  *nowhere = 1;
}

int recurse(int depth) {
  volatile char room[1024] = {};
  return depth == 0 ? room[0] : recurse(depth - 1) + room[0];
}

// Either thread may be the one that ends the program.
void exit_from_two_threads() {
  static int winner = 0;
  static std::mutex once;
  const auto leave = [](int status) {
    once.lock();  // Never given back: the other cannot follow.
    winner = status;
    exit(status == 1 ? 0 : 4);
  };
  std::thread other([leave] { leave(2); });
  leave(1);
}

}  // namespace

int main(int, char** arguments) {
  const std::string how = arguments[1];
  atexit(bye);
  if (begun != 1) return 9;
  if (how == "return") return 0;
  if (how == "return 3") return 3;
  if (how == "exit 3") exit(3);
  if (how == "_exit 5") _exit(5);
  if (how == "quick_exit 6") quick_exit(6);
  if (how == "kill") raise(SIGKILL);
  if (how == "abort") abort();
  if (how == "throw") throw_in_thread();
  if (how == "null") use_null();
  if (how == "detached") start_detached_sleeper();
  if (how == "detached abort") start_detached_failure();
  if (how == "unjoined") std::thread([] {}).joinable();
  if (how == "exit from thread") std::thread([] { exit(3); }).join();
  if (how == "exit from two") exit_from_two_threads();
  if (how == "input") {
    std::string word;
    std::cin >> word;
    return word == "please" ? 0 : 1;
  }
  if (how == "deep") return recurse(1000);
  return 0;
}
