// A cluster on real threads, to watch and to disturb: servers crash and come back, links are cut,
// messages are slow, and a split vote comes on command. `help` lists the commands.
#include <chrono>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "leader_election.hpp"
#include "provided/cluster_commands.hpp"
#include "provided/cluster_screen.hpp"
#include "provided/demo.hpp"
#include "provided/demo_cluster.hpp"
#include "provided/election_options.hpp"
#include "provided/election_watch.hpp"
#include "provided/split_vote.hpp"

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kLookEvery = 2ms;
constexpr auto kDrawEvery = 100ms;
constexpr double kSlowMs = 200;  // What `slow N` adds to the way of a message.

std::string name_of(ServerId server) { return fmt::format("server {}", server); }

std::string in_words(const Status& status) {
  if (status.role == Role::kLeader) return fmt::format("LEADS in term {}", status.term);
  if (status.leader) return fmt::format("follows {} in term {}", *status.leader, status.term);
  if (status.role == Role::kCandidate) return fmt::format("candidate in term {}", status.term);
  return fmt::format("follower in term {}, knows of no leader", status.term);
}

std::string in_json(ServerId server, const Status& status) {
  return fmt::format(R"("event":"status","server":{},"role":"{}","term":{},"leader":{})", server,
                     in_words(status.role), status.term,
                     status.leader ? fmt::to_string(*status.leader) : "null");
}

class Election {
 public:
  explicit Election(const ElectionOptions& options)
      : options_(options),
        screen_(options.show),
        parser_(options.servers),
        watch_(options.servers),
        tie_(RaftSettings().election_timeout_min, RaftSettings().election_timeout_max,
             options.seed),
        said_(options.servers),
        cluster_(
            options.servers,
            {.inbox_capacity = 4'096, .delay_min = 2ms, .delay_max = 15ms, .seed = options.seed},
            RaftSettings(), options.seed, [this](const auto& passage, Fate& fate) {
              fate = tie_.held(fate);
              watch_.sets_out(passage, fate);
            }) {}

  // Watches the cluster until the commands end.
  void run() {
    cluster_.start_all();
    screen_.tell(
        {"main", fmt::format("{} servers, --seed {}; try help", cluster_.size(), options_.seed),
         fmt::format(R"("event":"begin","servers":{},"seed":{})", cluster_.size(), options_.seed)});
    Clock::time_point drawn;
    while (!quits_) {
      const bool typed = give_next_command();
      tell_news();
      if (screen_.show() == Show::kInPlace && (typed || Clock::now() >= drawn + kDrawEvery)) {
        draw(typed);
        drawn = Clock::now();
      }
    }
    if (screen_.show() == Show::kInPlace) draw(true);
  }

 private:
  // ---- Commands ----

  // Gives the next command if its time has come, and sleeps a little otherwise. Returns whether it
  // gave one.
  bool give_next_command() {
    std::optional<std::string> line;
    if (Clock::now() < waits_until_) {
      std::this_thread::sleep_for(kLookEvery);
    } else if (!options_.script) {
      line = input_.next(kLookEvery);
      quits_ = !line && input_.at_end();
    } else if (options_.script->empty()) {
      quits_ = true;
    } else if (screen_.seconds() < options_.script->front().at) {
      std::this_thread::sleep_for(kLookEvery);
    } else {
      line = options_.script->front().line;
      options_.script->pop_front();
    }
    if (!line) return false;
    give(*line);
    return true;
  }

  void give(const std::string& line) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) return;
    const auto parsed = parser_.parse(line);
    if (const auto* wrong = std::get_if<std::string>(&parsed)) {
      complain(*wrong);
      return;
    }
    screen_.tell(
        {"you", line, fmt::format(R"("event":"command","command":{})", json_string(line))});
    obey(std::get<Command>(parsed));
  }

  void complain(const std::string& sentence) {
    screen_.tell(
        {"main", sentence, fmt::format(R"("event":"error","text":{})", json_string(sentence))});
  }

  void obey(const Command& command) {
    const std::vector<ServerId>& servers = command.servers;
    switch (command.verb) {
      case Verb::kKill:
        if (!cluster_.runs(servers[0])) return complain("It is stopped already.");
        return stop(servers[0]);
      case Verb::kRevive:
        if (cluster_.runs(servers[0])) return complain("It runs already.");
        return cluster_.start(servers[0]);
      case Verb::kCut:
        if (command.one_way) return cluster_.cut_one_way(servers[0], servers[1]);
        return cluster_.cut(servers[0], servers[1]);
      case Verb::kHeal:
        return cluster_.heal();
      case Verb::kSlow:
        return cluster_.slow_down(
            servers[0],
            std::chrono::duration_cast<Duration>(
                std::chrono::duration<double, std::milli>(command.number.value_or(kSlowMs))));
      case Verb::kTie:
        return begin_tie();
      case Verb::kStatus:
        return tell_status();
      case Verb::kWait:
        waits_until_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                          std::chrono::duration<double>(*command.number));
        return;
      case Verb::kHelp:
        return help();
      case Verb::kQuit:
        quits_ = true;
    }
  }

  void help() {
    for (const char* line : kCommandHelp) {
      if (screen_.show() != Show::kJson) {
        screen_.add(line);
      } else {
        screen_.tell({"", "", fmt::format(R"("event":"help","text":{})", json_string(line))});
      }
    }
  }

  void stop(ServerId server) {
    cluster_.stop(server);
    watch_.stopped(server);
    said_[server].clear();
  }

  // Servers that are stopped stay so.
  void begin_tie() {
    std::vector<ServerId> running;
    std::set<Term> terms;
    for (ServerId id = 0; id < cluster_.size(); ++id) {
      if (!cluster_.runs(id)) continue;
      running.push_back(id);
      terms.insert(cluster_[id].status().term);
    }
    if (running.size() < 2) return complain("A tie takes two servers that run.");
    if (terms.size() > 1) return complain("A tie takes servers of one term: wait for a leader.");
    for (const ServerId id : running) stop(id);
    tie_.begin();
    for (const ServerId id : running) cluster_.start(id, tie_.numbers());
    tie_.begin();  // From the last start on: on a busy machine the others were earlier.
  }

  // ---- What is seen ----

  std::vector<ServerView> view() {
    std::vector<ServerView> servers(cluster_.size());
    for (ServerId id = 0; id < servers.size(); ++id) {
      const Status status = cluster_[id].status();
      const SeenOfServer seen = watch_.seen(id);
      ServerView& server = servers[id];
      server.runs = cluster_.runs(id);
      server.role = status.role;
      server.term = status.term;
      server.leader = status.leader;
      if (seen.heartbeat) server.heartbeat_age = Clock::now() - *seen.heartbeat;
      server.heartbeat_from = seen.heartbeat_from;
      if (seen.asked_in == status.term) server.votes = seen.votes;
      if (status.role != Role::kFollower) server.votes.insert(id);  // Also where all links are cut.
      if (seen.gave && seen.gave->term == status.term) server.voted_for = seen.gave->candidate;
    }
    return servers;
  }

  // First who has become a candidate, then the votes, then the rest: as one follows from the other.
  void tell_news() {
    std::vector<Status> now;
    for (ServerId id = 0; id < cluster_.size(); ++id) now.push_back(cluster_[id].status());
    const std::vector<VoteGiven> votes = watch_.take_new_votes();
    for (ServerId id = 0; id < now.size(); ++id) {
      if (now[id].role == Role::kCandidate) tell_if_new(id, now[id]);
    }
    for (const VoteGiven& vote : votes) {
      screen_.tell({name_of(vote.voter),
                    fmt::format("votes for {} in term {}", vote.candidate, vote.term),
                    fmt::format(R"("event":"vote","server":{},"for":{},"term":{})", vote.voter,
                                vote.candidate, vote.term)});
    }
    for (ServerId id = 0; id < now.size(); ++id) tell_if_new(id, now[id]);
    if (tie_.is_over()) tell_tie(now);
  }

  void tell_if_new(ServerId server, const Status& status) {
    const bool runs = cluster_.runs(server);
    const std::string words = runs ? in_words(status) : "stopped";
    if (words == said_[server]) return;  // A good place for a breakpoint below.
    said_[server] = words;
    screen_.tell(
        {name_of(server), words,
         runs ? in_json(server, status) : fmt::format(R"("event":"stopped","server":{})", server)});
  }

  void tell_tie(const std::vector<Status>& now) {
    std::optional<Term> term;
    bool all = true;
    for (ServerId id = 0; id < now.size(); ++id) {
      if (!cluster_.runs(id)) continue;
      all = all && now[id].role == Role::kCandidate && now[id].term == term.value_or(now[id].term);
      term = now[id].term;
    }
    if (!all) {
      return complain("No tie: the timers did not end together. Does start() draw one length?");
    }
    screen_.tell({"main", fmt::format("A tie in term {}: all have voted for themselves.", *term),
                  fmt::format(R"("event":"tie","term":{})", *term)});
  }

  // ---- What is shown ----

  void tell_status() {
    if (screen_.show() == Show::kInPlace) return screen_.add(headline_of(view()));
    if (screen_.show() == Show::kLines) {
      for (const std::string& line : lines()) screen_.add(line);
      return;
    }
    for (ServerId id = 0; id < cluster_.size(); ++id) {
      screen_.tell(
          {"", "",
           in_json(id, cluster_[id].status()) + fmt::format(R"(,"runs":{})", cluster_.runs(id))});
    }
  }

  std::vector<std::string> lines() {
    std::vector<std::string> lines = table_of(view());
    lines.push_back("   " + links_in_words(cluster_));
    return lines;
  }

  void draw(bool typed) { screen_.draw(lines(), typed); }

  ElectionOptions options_;
  ClusterScreen screen_;
  const CommandParser parser_;
  ElectionWatch watch_;
  SplitVote tie_;
  InputLines input_;
  Clock::time_point waits_until_;  // No command is given before.
  bool quits_ = false;
  std::vector<std::string> said_;  // By server: what was told of it last.
  DemoCluster<RaftNode, RaftMessage, Vote, RaftSettings> cluster_;  // After what it calls.
};

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  Election(election_options_from(argc, argv)).run();
}
