// Whole clusters on bad links, and servers that crash.
#include <array>

#include "4_leader_election_test.hpp"

namespace under_test {
namespace {

// ---- Links. ----

// Cuts and heals links and stops and starts servers, all drawn from a seed.
void disturb(Election& cluster, Random& random) {
  const ServerId one = random() % cluster.size();
  const ServerId other = (one + 1 + random() % (cluster.size() - 1)) % cluster.size();
  switch (random() % 6) {
    case 0:
      return cluster.net.isolate(one);
    case 1:
      return cluster.net.cut(one, other);
    case 2:
      return cluster.net.cut_one_way(one, other);
    case 3:
      return cluster.net.heal();
    case 4:
      return cluster.servers.replace(one);
    case 5:
      cluster.servers.stop(one);
      return cluster.servers.start(one);
  }
}

TEST(BadLinks, ElectionsInARowUnderRandomCuts) {
  EXPLORE_CLUSTER() {
    const std::uint64_t seed = 1 + choose(50);
    Election cluster(3 + 2 * choose(2), seed);
    cluster.servers.start_all();
    Random random(seed);
    for (int i = 0; i < 8; ++i) {
      cluster.watch(random.between(100ms, 500ms));
      disturb(cluster, random);
    }
    cluster.net.heal();
    cluster.wait_until_all_follow();
  };
}

// While links are cut one way only, nothing bad happens. Nothing else is asked for.
TEST(BadLinks, CutOneWay) {
  EXPLORE_CLUSTER() {
    const std::size_t size = 3 + choose(2);
    Election cluster(size, 1 + choose(20));
    cluster.servers.start_all();
    const ServerId leader = cluster.wait_for_leader();
    for (ServerId other = 0; other < size; ++other) {
      if (other == leader) continue;
      switch (choose(3)) {
        case 0:
          cluster.net.cut_one_way(leader, other);
          break;
        case 1:
          cluster.net.cut_one_way(other, leader);
          break;
      }
    }
    cluster.watch(1200ms);
    cluster.net.heal();
    cluster.wait_until_all_follow();
  };
}

TEST(BadLinks, ALinkThatFlaps) {
  EXPLORE_CLUSTER() {
    Election cluster(3, 1 + choose(20));
    cluster.servers.start_all();
    const ServerId leader = cluster.wait_for_leader();
    cluster.net.flap(leader, (leader + 1) % 3, 130ms * (1 + choose(2)), 210ms);
    cluster.watch(1500ms);
    cluster.net.heal();
    cluster.wait_until_all_follow();
  };
}

TEST(BadLinks, MessagesAreLostDoubledDelayedAndOvertaken) {
  EXPLORE_CLUSTER() {
    NetworkSettings network = slow_links(1 + choose(50));
    network.delay_max = 30ms;
    network.loss = 0.1;
    network.duplication = 0.3;
    network.overtaking = 0.2;
    Election cluster(3 + 2 * choose(2), network);
    cluster.servers.start_all();
    cluster.servers.stop(cluster.wait_for_leader());
    cluster.wait_for_leader();
  };
}

// Each message comes a second time, when other terms have begun.
TEST(BadLinks, CopiesThatComeTermsLater) {
  EXPLORE_CLUSTER() {
    const NetworkSettings network = slow_links(1 + choose(50));
    const auto late_copies = [faults = SeededFaults(network)](const Passage<RaftMessage>& passage) {
      Fate fate = faults(passage);
      fate.doubled = true;
      fate.second_delay = 300ms + 7ms * static_cast<int>(passage.number % 50);
      return fate;
    };
    NetworkSettings roomy = network;
    roomy.inbox_capacity = 1'000;
    Election cluster(3, roomy, late_copies);
    cluster.servers.start_all();
    for (int i = 0; i < 3; ++i) {
      const ServerId leader = cluster.wait_for_leader();
      cluster.servers.replace(leader);
    }
    cluster.wait_until_all_follow();
  };
}

// Votes take longer than a time-out: they come in the next term.
TEST(BadLinks, VotesThatComeTooLate) {
  EXPLORE_CLUSTER() {
    const NetworkSettings network = slow_links(1 + choose(50));
    const auto slow_votes = [faults = SeededFaults(network)](const Passage<RaftMessage>& passage) {
      Fate fate = faults(passage);
      const auto* reply = std::get_if<VoteReply>(&passage.message);
      if (reply && reply->term <= 4) fate.delay = 400ms;
      return fate;
    };
    Election cluster(3 + 2 * choose(2), network, slow_votes);
    cluster.servers.start_all();
    cluster.wait_until_all_follow();
  };
}

// ---- Crashes. ----

// Any server crashes at any of its first saves, just before or just after it.
TEST(BadServers, ACrashAtAnySave) {
  EXPLORE_SO_MANY(10, 40) {
    const ServerId unlucky = choose(3);
    Election cluster(3, 1 + choose(20));
    for (ServerId id = 0; id < 3; ++id) cluster.servers.make(id);
    cluster.servers.crash_at_save(unlucky, 1 + static_cast<int>(choose(3)),
                                  choose(2) == 0 ? Moment::kBefore : Moment::kAfter);
    cluster.servers.start_all();
    for (int i = 0; i < 60 && !cluster.servers.has_crashed(unlucky); ++i) sleep_for(10ms);
    cluster.servers.replace(unlucky);
    cluster.wait_until_all_follow();
  };
}

// All of them crash, one after the other, again and again.
TEST(BadServers, CrashesInARow) {
  EXPLORE_CLUSTER() {
    const std::uint64_t seed = 1 + choose(50);
    Election cluster(3, seed);
    cluster.servers.start_all();
    Random random(seed);
    for (int i = 0; i < 6; ++i) {
      const ServerId one = random() % 3;
      const Moment moment = random() % 2 == 0 ? Moment::kBefore : Moment::kAfter;
      cluster.servers.crash_at_save(one, 1 + static_cast<int>(random() % 2), moment);
      sleep_for(random.between(50ms, 400ms));
      cluster.servers.replace(one);
    }
    cluster.wait_until_all_follow();
  };
}

// All stop at once, and come back with what they remember.
TEST(BadServers, AllStopAndComeBack) {
  EXPLORE_CLUSTER() {
    Election cluster(3, 1 + choose(20));
    cluster.servers.start_all();
    Term last = 0;
    for (int i = 0; i < 2; ++i) {
      const ServerId leader = cluster.wait_for_leader();
      EXPECT_GT(cluster.status(leader).term, last) << "a term has one leader";
      last = cluster.status(leader).term;
      cluster.servers.stop_all();
      for (ServerId id = 0; id < 3; ++id) cluster.servers.replace(id);
    }
    cluster.wait_until_all_follow();
  };
}

}  // namespace
}  // namespace under_test
