// interleave in a GoogleTest test:
//
//   TEST(Queue, KeepsItsOrder) {
//     EXPLORE {
//       Queue queue;
//       ...
//       EXPECT_EQ(queue.pop(), 1);
//     };
//   }
//
// The body runs under every schedule that the budget allows. A failing EXPECT or ASSERT ends the
// schedule it fails in, and the test reports that schedule's story as its failure.
//
// Throws what explore() throws, for GoogleTest to report. Thread safety: one exploration at a time.
#pragma once

#include <functional>

#include "interleave/interleave.hpp"
#include "interleave/model_test.hpp"

namespace interleave {

// Called with each exploration's result, after it was reported to GoogleTest. Empty by default.
void on_result(std::function<void(const Result&)> listener);

// What EXPLORE stands on: takes the body by assignment, so that the body can follow in braces.
class Exploration {
 public:
  explicit Exploration(const char* file, int line, Options options = {});

  template <typename Body>
  void operator=(const Body& body) && {
    run([](const void* what) { (*static_cast<const Body*>(what))(); }, &body);
  }

 private:
  void run(void (*call)(const void* body), const void* body);

  const char* file_;
  int line_;
  Options options_;
};

// All scenarios of a test by a model; the one that fails is reported as the GoogleTest test's
// failure. A GoogleTest test makes one of these calls, once.
void expect_alone(ModelTestBase& test, std::size_t calls, const char* file = __builtin_FILE(),
                  int line = __builtin_LINE());
void expect_together(ModelTestBase& test, const ScenarioBounds& bounds = {},
                     const char* file = __builtin_FILE(), int line = __builtin_LINE());

}  // namespace interleave

// Explores the block that follows; the block ends with `};`.
#define EXPLORE ::interleave::Exploration(__FILE__, __LINE__) = [&]()

// The same with options: EXPLORE_WITH(.polling_forbidden = true) { ... };
#define EXPLORE_WITH(...) \
  ::interleave::Exploration(__FILE__, __LINE__, ::interleave::Options{__VA_ARGS__}) = [&]()
