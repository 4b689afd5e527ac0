// The tests of 2.8 that a model makes: what one node says that it knows.
#include <cstddef>
#include <string>
#include <vector>

#include "gossip.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

// A node without neighbours, on a network of its own.
struct LoneNode {
  void broadcast(int number) { node.broadcast(number); }

  std::vector<int> read() const {
    const std::set<int> numbers = node.read();
    return {numbers.begin(), numbers.end()};
  }

  void stop() { node.stop(); }

  Network<GossipMessage> network{1};
  GossipNode node{network.endpoint(0), {}, std::chrono::milliseconds(100)};
};

// The same for one thread.
struct SetModel {
  void broadcast(int number) {
    if (!stopped) numbers.insert(number);
  }

  std::vector<int> read() const { return {numbers.begin(), numbers.end()}; }

  void stop() { stopped = true; }

  std::set<int> numbers;
  bool stopped = false;
};

using NodeTest = interleave::ModelTest<LoneNode, SetModel>;

TEST(GossipByModel, OneThread) {
  NodeTest test("GossipNode node(endpoint, {}, 100ms)");
  test.call("broadcast({})", [](auto& node, int number) { node.broadcast(number); })
      .call("read()", [](auto& node) { return node.read(); })
      .call("stop()", [](auto& node) { node.stop(); });
  interleave::expect_alone(test, 3);
}

TEST(GossipByModel, SeveralThreads) {
  NodeTest test("GossipNode node(endpoint, {}, 100ms)");
  test.call("broadcast({})", [](auto& node, int number) { node.broadcast(number); })
      .call("broadcast(1)", [](auto& node) { node.broadcast(1); })
      .call("read()", [](auto& node) { return node.read(); })
      .then("read()");
  interleave::expect_together(test, {.threads = {{1, 1}, {2, 1}}, .schedules_max = 30});
}

}  // namespace
}  // namespace under_test
