// Stories as JSON: what is written fits docs/story.schema.json, and says who waits for whom.
#include <gtest/gtest.h>

#include <condition_variable>
#include <fstream>
#include <interleave/interleave.hpp>
#include <interleave/json.hpp>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <shared_mutex>
#include <stdexcept>

#include "schema_check.hpp"

namespace {

using interleave::explore;
using interleave::together;
using nlohmann::json;

const json& schema() {
  static const json read = [] {
    std::ifstream file(INTERLEAVE_SCHEMA);
    return json::parse(file);
  }();
  return read;
}

std::string complaints(const json& document) {
  std::string text;
  for (const std::string& one : interleave::SchemaCheck(schema()).complaints_about(document)) {
    text += one + "\n";
  }
  return text;
}

json told(const std::function<void()>& body) {
  const std::string text = interleave::to_json(explore(body));
  json document = json::parse(text);
  EXPECT_EQ(complaints(document), "") << text;
  EXPECT_EQ(interleave::to_json(interleave::from_json(text)), text);
  return document;
}

std::size_t number_of(const json& list, const std::string& name) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].at("name") == name) return i;
  }
  ADD_FAILURE() << "nothing is called " << name << " in " << list.dump();
  return list.size();
}

// Every number stands for something that is in its list.
void expect_numbers_in_range(const json& failure) {
  const auto expect_states = [&failure](const json& states) {
    for (const json& state : states) {
      EXPECT_LT(state.at("object"), failure.at("objects").size());
      for (const char* who : {"holders", "waiters"}) {
        for (const json& thread : state.at(who)) EXPECT_LT(thread, failure.at("threads").size());
      }
    }
  };
  for (const json& step : failure.at("steps")) {
    EXPECT_LT(step.at("thread"), failure.at("threads").size());
    if (!step.at("object").is_null()) {
      EXPECT_LT(step.at("object"), failure.at("objects").size());
    }
    expect_states(step.at("before"));
  }
  expect_states(failure.at("end"));
}

void take_two_forks_each_left_first() {
  std::mutex left;
  std::mutex right;
  const auto take = [](std::mutex& first, std::mutex& second) {
    std::lock_guard one(first);
    std::lock_guard two(second);
  };
  together({"plato", [&] { take(left, right); }}, {"kant", [&] { take(right, left); }});
}

TEST(Json, APassHasNoFailure) {
  const json document = told([] {});
  EXPECT_EQ(document.at("format"), 2);
  EXPECT_EQ(document.at("verdict"), "passed");
  EXPECT_EQ(document.at("coverage"), "all");
  EXPECT_EQ(document.at("schedules"), 1);
  EXPECT_TRUE(document.at("failure").is_null());
}

TEST(Json, ADeadlockSaysWhoWaitsForWhom) {
  const json failure = told(take_two_forks_each_left_first).at("failure");
  EXPECT_EQ(failure.at("kind"), "deadlock");
  const json& threads = failure.at("threads");
  const std::size_t plato = number_of(threads, "plato");
  const std::size_t kant = number_of(threads, "kant");
  EXPECT_EQ(threads[plato].at("waits_for_threads"), json::array({kant}));
  EXPECT_EQ(threads[kant].at("waits_for_threads"), json::array({plato}));
  EXPECT_TRUE(threads[plato].at("stuck"));
  ASSERT_EQ(failure.at("end").size(), 2u);
  for (const json& state : failure.at("end")) {
    EXPECT_NE(state.at("holders"), state.at("waiters"));
    EXPECT_EQ(failure.at("objects").at(state.at("object").get<std::size_t>()).at("kind"), "mutex");
  }
  expect_numbers_in_range(failure);
}

TEST(Json, StepsSayWhatIsHeldWhenTheyHappen) {
  const json failure = told(take_two_forks_each_left_first).at("failure");
  const json& steps = failure.at("steps");
  std::size_t held_before = 0;
  for (const json& step : steps) {
    EXPECT_GE(step.at("before").size(), held_before) << "nothing is given back in this story";
    held_before = step.at("before").size();
  }
  EXPECT_TRUE(steps.front().at("before").empty());
  EXPECT_FALSE(steps.back().at("before").empty());
}

TEST(Json, ALostWakeUpHasASleeper) {
  const json failure = told([] {
                         std::mutex mutex;
                         std::condition_variable ready;
                         together({"sleeper",
                                   [&] {
                                     std::unique_lock lock(mutex);
                                     ready.wait(lock);
                                   }},
                                  {"caller", [&] { ready.notify_one(); }});
                       }).at("failure");
  EXPECT_EQ(failure.at("kind"), "lost wake-up");
  const json& sleeper = failure.at("threads").at(number_of(failure.at("threads"), "sleeper"));
  const std::size_t ready = number_of(failure.at("objects"), "ready");
  EXPECT_EQ(sleeper.at("waits_for_object"), ready);
  EXPECT_EQ(failure.at("objects").at(ready).at("kind"), "condition variable");
  expect_numbers_in_range(failure);
}

TEST(Json, ReadersOfASharedMutexAreNamed) {
  const json failure = told([] {
                         std::shared_mutex door;
                         std::mutex desk;
                         std::unique_lock sits(desk);
                         together({"reader",
                                   [&] {
                                     std::shared_lock lock(door);
                                     std::lock_guard wait(desk);
                                   }},
                                  {"writer", [&] {
                                     interleave::until_others_wait();
                                     std::lock_guard lock(door);
                                   }});
                       }).at("failure");
  const std::size_t reader = number_of(failure.at("threads"), "reader");
  const std::size_t writer = number_of(failure.at("threads"), "writer");
  const json& threads = failure.at("threads");
  EXPECT_EQ(threads.at(writer).at("waits_for_threads"), json::array({reader}));
  expect_numbers_in_range(failure);
}

TEST(Json, ADataRaceHasTheLinesOfBoth) {
  const json failure = told([] {
                         int balance = 0;
                         together({"anna", [&] { balance += 5; }}, {"ben", [&] { balance += 7; }});
                       }).at("failure");
  EXPECT_EQ(failure.at("kind"), "data race");
  ASSERT_GE(failure.at("steps").size(), 2u);
  for (const json& step : failure.at("steps")) EXPECT_GT(step.at("source").at("line"), 0);
  ASSERT_EQ(failure.at("accesses").size(), 2u);
  EXPECT_NE(failure.at("accesses")[0].at("thread"), failure.at("accesses")[1].at("thread"));
  EXPECT_FALSE(failure.at("accesses")[0].at("calls").empty());
  EXPECT_NE(failure.at("memory"), "");
  expect_numbers_in_range(failure);
}

TEST(Json, AnExceptionIsTold) {
  const json failure = told([] { throw std::runtime_error("out of paper"); }).at("failure");
  EXPECT_EQ(failure.at("exception").at("type"), "std::runtime_error");
  EXPECT_EQ(failure.at("exception").at("message"), "out of paper");
}

TEST(Json, TheSchemaKnowsEveryKindOfStep) {
  interleave::Result result;
  result.verdict = interleave::Verdict::kFailed;
  result.failure.emplace();
  constexpr int kKinds = static_cast<int>(interleave::StepKind::kEnds) + 1;
  for (int i = 0; i < kKinds; ++i) {
    result.failure->story.steps.emplace_back().kind = static_cast<interleave::StepKind>(i);
  }
  const json document = json::parse(interleave::to_json(result));
  const json& known = schema().at("definitions").at("kind").at("enum");
  std::set<json> told;
  for (const json& step : document.at("failure").at("steps")) told.insert(step.at("kind"));
  EXPECT_EQ(told, std::set<json>(known.begin(), known.end()));
}

TEST(Json, AnyTextIsWrittenAsUtf8) {
  interleave::Result result;
  result.seen = "tab\t quote\" back\\slash \x01 \xC3\xA4 \xFF cut \xE2\x82";
  const json document = json::parse(interleave::to_json(result));
  EXPECT_EQ(document.at("seen"),
            "tab\t quote\" back\\slash \x01 \xC3\xA4 \xEF\xBF\xBD cut \xEF\xBF\xBD");
}

std::string refusal(const std::string& text) {
  try {
    interleave::from_json(text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "taken";
}

TEST(Json, AStoryOfAnotherFormatIsRefusedByName) {
  json document = json::parse(interleave::to_json(explore([] {})));
  document["format"] = 3;
  EXPECT_EQ(refusal(document.dump()),
            "interleave: a story of format 3; this version of interleave reads format 2 only");
  document.erase("format");
  EXPECT_NE(refusal(document.dump()).find("no \"format\""), std::string::npos);
  EXPECT_NE(refusal("{").find("is no result of interleave"), std::string::npos);
}

TEST(Json, APassingScheduleIsToldOnRequest) {
  const interleave::Result result = explore(
      [] {
        std::mutex mutex;
        std::condition_variable ready;
        bool is_ready = false;
        together({"anna",
                  [&] {
                    std::unique_lock lock(mutex);
                    ready.wait(lock, [&] { return is_ready; });
                  }},
                 {"ben", [&] {
                    std::lock_guard lock(mutex);
                    is_ready = true;
                    ready.notify_one();
                  }});
      },
      {.tell_passing = true});
  ASSERT_TRUE(result.passing);
  EXPECT_FALSE(result.passing->kind);
  EXPECT_EQ(result.passing->threads.at(1).name, "anna");
  EXPECT_FALSE(result.passing->steps.empty());
  const std::string text = interleave::to_json(result);
  EXPECT_EQ(complaints(json::parse(text)), "") << text;
  EXPECT_EQ(interleave::to_json(interleave::from_json(text)), text);
}

TEST(Schema, RefusesWhatDoesNotFit) {
  const json good = told(take_two_forks_each_left_first);
  json other_format = good;
  other_format["format"] = 1;
  EXPECT_EQ(complaints(other_format), "/format: const 2\n");
  json other_verdict = good;
  other_verdict["verdict"] = "maybe";
  EXPECT_NE(complaints(other_verdict), "");
  json without_what = good;
  without_what["failure"]["steps"][0].erase("what");
  EXPECT_NE(complaints(without_what), "");
  json negative = good;
  negative["failure"]["steps"][0]["thread"] = -1;
  EXPECT_NE(complaints(negative), "");
}

}  // namespace
