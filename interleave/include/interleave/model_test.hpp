// Tests by a model: a test names the calls of a type, and the same calls on a model of it that is
// meant for one thread. All small scenarios are made of the calls, each runs under its schedules,
// and what comes out must be what the model does in some order of the calls.
//
//   struct Model {  // What a queue is, for one thread.
//     std::size_t capacity;
//     std::deque<int> items{};
//     void push(int item) { interleave::waits_while(items.size() == capacity); ... }
//     ...
//   };
//
//   using QueueTest = interleave::ModelTest<BoundedQueue<int>, Model, std::size_t>;
//   QueueTest test("BoundedQueue<int> queue(1)", 1);
//   test.call("push({})", [](auto& queue, int n) { queue.push(n); })
//       .call("size()", [](auto& queue) { return queue.size(); })
//       .then("size()");
//   interleave::Result result = test.together({.threads = {{1, 1}, {2, 1}, {1, 1, 1}}});
//
// An outcome is what the calls answered, and who waits when nobody can go on. It is right if the
// model comes to it when it makes the calls one after another, in an order that keeps the order of
// each thread, and puts a call that had returned before one that began later: the type is
// linearizable (Herlihy and Wing 1990). Who waits although the model would not is a deadlock or a
// lost wake-up, anything else a wrong result. The test is made by rule: see Line-Up (Burckhardt,
// Dern, Musuvathi and Tan 2010) and Lincheck (Koval et al. 2023).
//
// What a model cannot see: exceptions out of the middle of a call, what was moved or
// copied, deadlines, who of several sleepers is woken first. Tests by hand are for these.
//
// Thread safety: as explore().
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "interleave/options.hpp"
#include "interleave/result.hpp"

namespace interleave {

// In a model: the call waits as long as `condition` holds. It may not have changed the model
// before.
void waits_while(bool condition);

// What a call returned, in words: "true", "7", "nothing" for an empty optional, "[1, 2]". A string
// stands for itself.
inline std::string answer(bool value) { return value ? "true" : "false"; }
inline std::string answer(std::string text) { return text; }
inline std::string answer(const char* text) { return text; }

// A whole number.
template <typename Integer, typename = std::enable_if_t<std::is_integral_v<Integer>>>
std::string answer(Integer value) {
  return std::to_string(value);
}

// "nothing", or the answer of what is there.
template <typename T>
std::string answer(const std::optional<T>& value) {
  return value ? answer(*value) : "nothing";
}

// "[1, 2]".
template <typename T>
std::string answer(const std::vector<T>& values) {
  std::string text;
  for (const T& value : values) text += (text.empty() ? "" : ", ") + answer(value);
  return "[" + text + "]";
}

// How large the scenarios are.
struct ScenarioBounds {
  // Of each kind of scenario: how many calls each thread makes. {2, 1} is two calls by one thread
  // beside one by another.
  std::vector<std::vector<std::size_t>> threads = {{1, 1}, {2, 1}, {1, 1, 1}};
  // At most so many calls are made before the threads begin, of those named with before(). Where
  // the model would wait in one of them there is no such scenario.
  std::size_t before_max = 1;
  // Calls that no thread makes, for larger scenarios.
  std::vector<std::string> without{};
  // Budgets: counts, never time. Of one scenario, ...
  std::uint64_t schedules_max = 100;
  // ... and of all: those that come after so many runs are left out, and that is said.
  std::uint64_t runs_max = 20'000;
  // See Options.
  bool polling_forbidden = true;
  std::string replay{};
  std::uint64_t seed = 1;
  Carrier carrier = Carrier::kFibers;
};

// What ModelTest is made of, without the types. Use ModelTest.
class ModelTestBase {
 public:
  ModelTestBase(const ModelTestBase&) = delete;
  ModelTestBase& operator=(const ModelTestBase&) = delete;

  // A call on an object behind `object`. `number` is one that no other call of the scenario has.
  using OnObject = std::string (*)(void* object, int number);
  // The second moment of a call: `ticket` is what the first returned.
  using Arrives = int (*)(void* model, int number);
  using GoesOn = std::string (*)(void* model, int ticket);

  struct Call {
    std::string text;  // "push({})": the number of the call stands for {}.
    OnObject on_subject = nullptr;
    OnObject on_model = nullptr;  // One moment.
    Arrives arrives = nullptr;    // Two moments.
    GoesOn goes_on = nullptr;
    std::optional<std::string> also{};  // See may_also_answer().
  };

  // A call that the test makes after the others.
  struct Look {
    std::size_t call = 0;
    std::optional<std::string> until;  // Again and again until it answers so.
  };

  // How to make the objects and what to do with them.
  struct Types {
    std::function<void(const std::function<void(void*)>& use)> with_subject;
    std::function<void*()> make_model;
    void* (*copy_model)(const void*) = nullptr;
    void (*destroy_model)(void*) = nullptr;
  };

  // One thread makes every sequence of up to `calls` calls that the model makes without waiting,
  // the shortest first, and each answer is compared at once. Polling is forbidden. Throws
  // std::logic_error if the test names no calls.
  Result alone(std::size_t calls, const ScenarioBounds& bounds = {});

  // All scenarios of these bounds, smaller kinds first as they are listed. The first that fails is
  // the result: its headline says which scenario it was and what would have been right.
  // Throws std::logic_error if the test names no calls; std::invalid_argument for a replay string
  // of another test.
  Result together(const ScenarioBounds& bounds = {});

 protected:
  ModelTestBase(std::string declaration, Types types);
  ~ModelTestBase();

  void add(Call call);
  void add_before(const std::string& text);
  void add_look(const std::string& text, std::optional<std::string> until);
  void add_also(const std::string& text, std::string other_answer);

 private:
  std::size_t index_of(const std::string& text) const;
  std::size_t index_of_one_moment(const std::string& text) const;

  std::unique_ptr<struct ModelTestParts> parts_;
};

// A test of `Subject` by `Model`. Both are made from `arguments`, for each schedule anew.
//
// Calls are given as lambdas without captures. One with `auto&` does for both types:
//   [](auto& queue, int n) { return queue.try_push(n); }
template <typename Subject, typename Model, typename... Arguments>
class ModelTest : public ModelTestBase {
 public:
  // `declaration` is how a test would declare the subject, without a semicolon.
  explicit ModelTest(std::string declaration, Arguments... arguments)
      : ModelTestBase(std::move(declaration), types(arguments...)) {}

  // A call whose text has {} in it gets a number as its second argument, another one each time.
  template <typename Both>
  ModelTest& call(std::string text, Both both) {
    return call(std::move(text), both, both);
  }
  template <typename OnSubject, typename OnModel>
  ModelTest& call(std::string text, OnSubject /*on_subject*/, OnModel /*on_model*/) {
    Call call;
    call.text = std::move(text);
    call.on_subject = &made_on<OnSubject, Subject>;
    call.on_model = &made_on<OnModel, Model>;
    add(std::move(call));
    return *this;
  }

  // A call of two moments, such as a barrier's: when it arrives it changes the model and gets a
  // ticket, an int; it goes on when the model lets it, and answers.
  //   arrives: [](Model& model) { return model.arrive(); }
  //   goes_on: [](Model& model, int ticket) { waits_while(...); return "..."; }
  template <typename OnSubject, typename First, typename Second>
  ModelTest& call_in_two(std::string text, OnSubject /*on_subject*/, First /*arrives*/,
                         Second /*goes_on*/) {
    Call call;
    call.text = std::move(text);
    call.on_subject = &made_on<OnSubject, Subject>;
    call.arrives = [](void* model, int number) { return made<First, Model>(model, number); };
    call.goes_on = [](void* model, int ticket) {
      return answer_of<Second>(*static_cast<Model*>(model), ticket);
    };
    add(std::move(call));
    return *this;
  }

  // A scenario may begin with these calls, made by the test itself.
  ModelTest& before(const std::string& text) {
    add_before(text);
    return *this;
  }

  // After the threads have made their calls, or wait, the test makes this call, ...
  ModelTest& then(const std::string& text) {
    add_look(text, std::nullopt);
    return *this;
  }
  // ... or again and again until it answers so.
  ModelTest& then_until(const std::string& text, std::string last_answer) {
    add_look(text, std::move(last_answer));
    return *this;
  }

  // For a type that does not promise that each call takes effect at one moment: this one may answer
  // `other_answer` and do nothing where the model would if calls of other threads that are under
  // way had taken effect already. Those that give such an answer themselves have none.
  ModelTest& may_also_answer(const std::string& text, std::string other_answer) {
    add_also(text, std::move(other_answer));
    return *this;
  }

 private:
  template <typename F, typename Object>
  static decltype(auto) made(void* object, int number) {
    if constexpr (std::is_invocable_v<F, Object&, int>) {
      return F{}(*static_cast<Object*>(object), number);
    } else {
      return F{}(*static_cast<Object*>(object));
    }
  }

  template <typename F, typename... Given>
  static std::string answer_of(Given&&... given) {
    if constexpr (std::is_void_v<decltype(F{}(given...))>) {
      F{}(given...);
      return "";
    } else {
      return answer(F{}(given...));
    }
  }

  template <typename F, typename Object>
  static std::string made_on(void* object, int number) {
    if constexpr (std::is_invocable_v<F, Object&, int>) {
      return answer_of<F>(*static_cast<Object*>(object), number);
    } else {
      return answer_of<F>(*static_cast<Object*>(object));
    }
  }

  static Types types(Arguments... arguments) {
    return {.with_subject =
                [arguments...](const std::function<void(void*)>& use) {
                  Subject subject(arguments...);
                  use(&subject);
                },
            .make_model = [arguments...]() -> void* { return new Model{arguments...}; },
            .copy_model = [](const void* model) -> void* {
              return new Model(*static_cast<const Model*>(model));
            },
            .destroy_model = [](void* model) { delete static_cast<Model*>(model); }};
  }
};

}  // namespace interleave
