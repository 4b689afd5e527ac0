// Exercise 1.0 without an explorer: call it often, also from two threads at once.
#include <string>

#include "hello_threads.hpp"
#include "mistakes/stress.hpp"

namespace {

constexpr int kCalls = 100;

bool has_both_greetings(const std::string& text) {
  const std::string first = "hello from the first thread\n";
  const std::string second = "hello from the second thread\n";
  return text == first + second || text == second + first;
}

void call_often() {
  for (int i = 0; i < kCalls; ++i) {
    stress::check(has_both_greetings(greet_from_two_threads()), "it returns both greetings");
  }
}

}  // namespace

int main() {
  stress::stop_when_it_hangs();
  call_often();
  stress::together(call_often, call_often);
}
