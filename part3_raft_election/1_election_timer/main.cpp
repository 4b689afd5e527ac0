// Three servers with a timer each. A leader sends heartbeats, which reset the timers, and then it
// falls silent. The server whose timer fires first says so to the others, which reset theirs. The
// lengths are ten times those of the paper, so that one can watch.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "election_timer.hpp"
#include "provided/demo.hpp"

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kServers = 3;
constexpr Duration kShortest = 1500ms;
constexpr Duration kLongest = 3000ms;
constexpr Duration kHeartbeat = 500ms;

std::string name_of(std::size_t server) { return "server " + std::to_string(server); }

// The timers of all servers, each with its own random numbers.
class Servers {
 public:
  explicit Servers(std::uint64_t seed) {
    for (std::size_t server = 0; server < kServers; ++server) {
      randoms_.push_back(std::make_unique<Random>(seed + server));
      timers_.push_back(std::make_unique<ElectionTimer>(
          kShortest, kLongest, [this, server] { stand(server); }, *randoms_.back()));
    }
  }

  void start() {
    for (const auto& timer : timers_) timer->start();
  }

  void heartbeat() {
    for (const auto& timer : timers_) timer->reset();
  }

  void stop() {
    for (const auto& timer : timers_) timer->stop();
  }

 private:
  // Called by a timer: this server has heard nothing for too long.
  void stand(std::size_t server) {
    say(name_of(server), "has heard nothing: asks the others for their votes");
    for (std::size_t other = 0; other < kServers; ++other) {
      if (other != server) timers_[other]->reset();  // A good place for a breakpoint.
    }
  }

  std::vector<std::unique_ptr<Random>> randoms_;
  std::vector<std::unique_ptr<ElectionTimer>> timers_;
};

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  Servers servers(seed_from(argc, argv));
  servers.start();
  for (int i = 0; i < 8; ++i) {
    say("leader", "sends a heartbeat");
    servers.heartbeat();
    std::this_thread::sleep_for(kHeartbeat);
  }
  say("leader", "is silent from now on");
  std::this_thread::sleep_for(8s);
  servers.stop();
  say("main", "all timers are stopped: nobody stands any more");
  std::this_thread::sleep_for(2 * kLongest);
}
