// A cluster in an election, as a table and as a log of events: in place on a terminal, as plain
// lines, or as one JSON object a line.
#pragma once

#include <fmt/core.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "provided/raft_types.hpp"
#include "provided/raft_words.hpp"
#include "provided/random.hpp"

// What can be seen of one server.
struct ServerView {
  bool runs = false;
  Role role = Role::kFollower;
  Term term = 0;
  std::optional<ServerId> leader;
  std::optional<Duration> heartbeat_age;  // Since the last one came here.
  ServerId heartbeat_from = 0;
  std::set<ServerId> votes;           // For it, in this term.
  std::optional<ServerId> voted_for;  // In this term.
};

// Returns who leads in the newest term with a leader, or nobody.
inline std::optional<ServerId> leader_of(const std::vector<ServerView>& servers) {
  std::optional<ServerId> leader;
  for (ServerId id = 0; id < servers.size(); ++id) {
    if (!servers[id].runs || servers[id].role != Role::kLeader) continue;
    if (!leader || servers[id].term > servers[*leader].term) leader = id;
  }
  return leader;
}

// Returns one sentence that says who leads, and one more if somebody else thinks that it does.
inline std::string headline_of(const std::vector<ServerView>& servers) {
  const std::optional<ServerId> leader = leader_of(servers);
  if (!leader) return "Nobody leads.";
  std::vector<ServerId> followers;
  std::string others;
  for (ServerId id = 0; id < servers.size(); ++id) {
    const ServerView& server = servers[id];
    if (id == *leader || !server.runs) continue;
    if (server.term == servers[*leader].term && server.leader == leader) followers.push_back(id);
    if (server.role == Role::kLeader) {
      others +=
          fmt::format(" Server {} has not heard of it, and leads on in term {}.", id, server.term);
    }
  }
  const std::string who = followers.empty()
                              ? "nobody follows"
                              : fmt::format("followed by {}", fmt::join(followers, " "));
  return fmt::format("Server {} leads in term {}, {}.{}", *leader, servers[*leader].term, who,
                     others);
}

// Returns one line for a server: role, term, leader, last heartbeat, votes.
inline std::string row_of(ServerId id, const ServerView& server, std::size_t cluster_size) {
  const bool leads = server.runs && server.role == Role::kLeader;
  const std::string role = server.runs ? in_words(server.role) : "stopped";
  std::string heartbeat = "-";
  std::string votes = "-";
  if (leads) {
    heartbeat = "sends them";
  } else if (server.heartbeat_age) {
    const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(*server.heartbeat_age);
    heartbeat = fmt::format("{} ms ago from {}", age.count(), server.heartbeat_from);
  }
  if (server.runs && server.role != Role::kFollower) {
    votes = fmt::format("has {} of {}: {}", server.votes.size(), cluster_size,
                        fmt::join(server.votes, " "));
  } else if (server.runs && server.voted_for) {
    votes = *server.voted_for == id ? "for itself" : fmt::format("for {}", *server.voted_for);
  }
  return fmt::format(
      "{} server {}  {:<10}{:>5}  {:>6}  {:<19}{}", leads ? "->" : "  ", id, role, server.term,
      server.leader && server.runs ? fmt::to_string(*server.leader) : "-", heartbeat, votes);
}

// Returns the table with the headline above it.
inline std::vector<std::string> table_of(const std::vector<ServerView>& servers) {
  std::vector<std::string> lines = {
      headline_of(servers), "", "   server    role       term  leader  last heartbeat     votes"};
  for (ServerId id = 0; id < servers.size(); ++id) {
    lines.push_back(row_of(id, servers[id], servers.size()));
  }
  return lines;
}

// Returns text as a JSON string, with its quotes.
inline std::string json_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

// How a program shows what happens.
enum class Show { kInPlace, kLines, kJson };

// Something that has happened.
struct Event {
  std::string who;
  std::string words;
  std::string json;  // Its members but for the time: "\"event\":\"start\",\"server\":0".
};

// Prints events, and keeps a table up to date where the terminal allows it.
//
// Thread safety: none; one thread shows.
class ClusterScreen {
 public:
  explicit ClusterScreen(Show show) : show_(show) {}

  Show show() const { return show_; }

  // Returns the seconds since the screen was made.
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

  // Tells of an event.
  void tell(const Event& event) {
    if (show_ == Show::kJson) {
      print(fmt::format("{{\"time\":{:.3f},{}}}\n", seconds(), event.json));
    } else {
      add(fmt::format("{:7.3f} s  {:<10}{}", seconds(), event.who, event.words));
    }
  }

  // Adds a line as it is. Requires: show() is not kJson.
  void add(const std::string& line) {
    if (show_ == Show::kLines) print(line + '\n');
    log_.push_back(line);
    if (log_.size() > kLogMax) log_.pop_front();
  }

  // Draws lines at the top, the log under them, and the prompt at its place. Requires: show() is
  // kInPlace. After a line was typed, `typed` is true: the cursor goes back to the prompt.
  void draw(const std::vector<std::string>& top, bool typed) {
    const auto [rows, columns] = size_of_terminal();
    // A row each for the empty lines and the prompt, and one more for what is being typed.
    const std::size_t used = top.size() + 4;
    const std::size_t room = rows > used ? std::min(rows - used, kLogMax) : 0;
    const bool all = typed || columns != columns_ || room != room_;
    columns_ = columns;
    room_ = room;
    std::string text = all ? "\033[2J\033[H" : "\0337\033[H";
    for (const std::string& line : top) text += row(line, line.starts_with("->"));
    text += row("", false);
    for (std::size_t i = 0; i < room; ++i) {
      const std::size_t skipped = log_.size() > room ? log_.size() - room : 0;
      text += row(i + skipped < log_.size() ? log_[i + skipped] : "", false);
    }
    text += row("", false);
    text += all ? "> " : "\0338";
    print(text);
  }

 private:
  static constexpr std::size_t kLogMax = 14;

  struct Size {
    std::size_t rows;
    std::size_t columns;
  };

  static Size size_of_terminal() {
    winsize size{};
    const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? Size{size.ws_row, size.ws_col} : Size{24, 80};
  }

  // One line, cut to the width of the terminal.
  std::string row(const std::string& line, bool bold) const {
    const std::string fitting = line.substr(0, columns_);
    return (bold ? "\033[1m" + fitting + "\033[0m" : fitting) + "\033[K\r\n";
  }

  // All at once: what is being typed must not come in between.
  static void print(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
  }

  const Show show_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::deque<std::string> log_;
  std::size_t columns_ = 0;  // As drawn last.
  std::size_t room_ = 0;     // Likewise: rows of the log.
};
