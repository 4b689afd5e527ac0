// The tests of 1.7 that a model makes: every small program of the calls. Time is for the tests by
// hand: here a wait is longer than anybody waits.
#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "message_queue.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

using std::chrono::hours;

// What a message queue is, for one thread.
struct MessageQueueModel {
  std::map<std::string, std::deque<std::string>> all{};

  bool create(const std::string& topic) { return all.try_emplace(topic).second; }
  std::vector<std::string> topics() const {
    std::vector<std::string> names;
    for (const auto& [name, messages] : all) names.push_back(name);
    return names;
  }
  bool put(const std::string& topic, const std::string& message) {
    const auto found = all.find(topic);
    if (found != all.end()) found->second.push_back(message);
    return found != all.end();
  }
  std::optional<std::string> get(const std::string& topic) {
    const auto found = all.find(topic);
    if (found == all.end() || found->second.empty()) return std::nullopt;
    const std::string message = found->second.front();
    found->second.pop_front();
    return message;
  }
  std::optional<std::string> wait(const std::string& topic, hours /*very long*/) {
    const auto found = all.find(topic);
    interleave::waits_while(found != all.end() && found->second.empty());
    return get(topic);
  }
};

class MessageQueueTest : public interleave::ModelTest<MessageQueue, MessageQueueModel> {
 public:
  MessageQueueTest() : ModelTest("MessageQueue queue") {
    call("create(\"news\")", [](auto& queue) { return queue.create("news"); });
    call("create(\"sport\")", [](auto& queue) { return queue.create("sport"); });
    call("put(\"news\", \"{}\")",
         [](auto& queue, int n) { return queue.put("news", std::to_string(n)); });
    call("put(\"sport\", \"{}\")",
         [](auto& queue, int n) { return queue.put("sport", std::to_string(n)); });
    call("get(\"news\")", [](auto& queue) { return queue.get("news"); });
    call("wait(\"news\", hours(1000))",
         [](auto& queue) { return queue.wait("news", hours(1000)); });
    call("topics()", [](auto& queue) {
      std::vector<std::string> names = queue.topics();
      std::sort(names.begin(), names.end());
      return names;
    });
    before("create(\"news\")");
    before("put(\"news\", \"{}\")");
    then("topics()");
    then_until("get(\"news\")", "nothing");
  }
};

TEST(MessageQueue, AloneAnswersAsTheModelDoes) {
  MessageQueueTest test;
  expect_alone(test, 4);
}

TEST(MessageQueue, TwoAnswerAsIfInTurn) {
  MessageQueueTest test;
  expect_together(test, {.threads = {{1, 1}, {2, 1}}});
}

TEST(MessageQueue, ThreeAnswerAsIfInTurn) {
  MessageQueueTest test;
  expect_together(test, {.threads = {{1, 1, 1}}, .before_max = 2});
}

TEST(MessageQueue, NobodyOfThreeWaitsForNothing) {
  MessageQueueTest test;
  expect_together(test, {.threads = {{2, 1, 1}},
                         .without = {"create(\"sport\")", "put(\"sport\", \"{}\")", "topics()"}});
}

}  // namespace
}  // namespace under_test
