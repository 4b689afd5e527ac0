// The commands with which a cluster is disturbed, and the lines that they come in: from a terminal,
// from standard input, or from a file with times.
#pragma once

#include <fmt/core.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <deque>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "provided/network_settings.hpp"

enum class Verb { kKill, kRevive, kCut, kHeal, kSlow, kTie, kStatus, kWait, kHelp, kQuit };

// One command.
struct Command {
  Verb verb = Verb::kHelp;
  std::vector<NodeId> servers;   // As many as the command takes.
  bool one_way = false;          // For kCut: from the first to the second alone.
  std::optional<double> number;  // For kSlow milliseconds, for kWait seconds.
};

// What `help` says.
inline constexpr std::array kCommandHelp = {
    "kill N, revive N    a server crashes; it comes back with what it has saved",
    "cut A B, cut A > B  cuts a link both ways, or one way alone",
    "slow N, slow N MS   messages to and from N take 200 ms longer, or MS; 0 ends it",
    "heal                no link is cut and no server is slow any more",
    "tie                 all servers begin anew, and their timers end together, once",
    "status, wait S, help, quit"};

// Returns the number that `text` is, or nothing if it is none from 0 to `most`.
inline std::optional<double> number_from(std::string_view text, double most) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || !(number >= 0 && number <= most)) return std::nullopt;
  return number;
}

// Returns the command that `line` is, or a sentence that says what is wrong with it. The servers
// are 0 up to `servers`, less one.
class CommandParser {
 public:
  explicit CommandParser(std::size_t servers) : servers_(servers) {}

  std::variant<Command, std::string> parse(const std::string& line) const {
    std::vector<std::string> words = words_of(line);
    const auto* form = std::find_if(kForms.begin(), kForms.end(), [&](const Form& known) {
      return !words.empty() && known.name == words[0];
    });
    if (form == kForms.end()) return fmt::format("\"{}\" is no command. Try help.", line);
    Command command{form->verb, {}, false, {}};
    if (form->verb == Verb::kCut && words.size() == 4 && words[2] == ">") {
      command.one_way = true;
      words.erase(words.begin() + 2);
    }
    const std::size_t given = words.size() - 1;
    const bool fits = given >= form->servers + (form->number == Number::kNeeded ? 1 : 0) &&
                      given <= form->servers + (form->number == Number::kNone ? 0 : 1);
    if (!fits) return fmt::format("It is \"{}\".", form->usage);
    for (std::size_t i = 1; i <= form->servers; ++i) {
      const std::optional<NodeId> server = server_from(words[i]);
      if (!server) return no_server(words[i]);
      command.servers.push_back(*server);
    }
    if (form->verb == Verb::kCut && command.servers[0] == command.servers[1]) {
      return "A server has no link to itself.";
    }
    if (given > form->servers) {
      command.number = number_from(words.back(), kMost);
      if (!command.number) {
        return fmt::format("\"{}\" is no number from 0 to {}.", words.back(), kMost);
      }
    }
    return command;
  }

 private:
  static constexpr int kMost = 100'000;  // The largest number in a command.

  enum class Number { kNone, kMaybe, kNeeded };

  // How a command is written.
  struct Form {
    std::string_view name;
    Verb verb;
    std::size_t servers;  // How many it names.
    Number number;        // Whether a number comes after them.
    std::string_view usage;
  };

  static constexpr std::array<Form, 10> kForms = {{
      {"kill", Verb::kKill, 1, Number::kNone, "kill N"},
      {"revive", Verb::kRevive, 1, Number::kNone, "revive N"},
      {"cut", Verb::kCut, 2, Number::kNone, "cut A B\", or \"cut A > B"},
      {"heal", Verb::kHeal, 0, Number::kNone, "heal"},
      {"slow", Verb::kSlow, 1, Number::kMaybe, "slow N\", or \"slow N MS"},
      {"tie", Verb::kTie, 0, Number::kNone, "tie"},
      {"status", Verb::kStatus, 0, Number::kNone, "status"},
      {"wait", Verb::kWait, 0, Number::kNeeded, "wait S"},
      {"help", Verb::kHelp, 0, Number::kNone, "help"},
      {"quit", Verb::kQuit, 0, Number::kNone, "quit"},
  }};

  // A ">" is a word of its own, also without spaces around it.
  static std::vector<std::string> words_of(const std::string& line) {
    std::string spaced;
    for (const char c : line) spaced += c == '>' ? " > " : std::string(1, c);
    std::istringstream stream(spaced);
    return {std::istream_iterator<std::string>(stream), std::istream_iterator<std::string>()};
  }

  std::optional<NodeId> server_from(std::string_view text) const {
    NodeId server = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), server);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && server < servers_ ? std::optional(server) : std::nullopt;
  }

  std::string no_server(const std::string& word) const {
    if (servers_ == 1) return fmt::format("There is no server {}, only server 0.", word);
    return fmt::format("There is no server {}. Servers are 0 to {}.", word, servers_ - 1);
  }

  const std::size_t servers_;
};

// A line of a script: a command, and the second at which it is given.
struct TimedLine {
  double at = 0;
  std::string line;
};

// Returns the lines of a script by their times; a line is "2.5 kill 0". Empty lines and what comes
// after a # do not count. Throws std::invalid_argument, with a sentence, if it cannot be read.
inline std::deque<TimedLine> read_script(const std::string& file) {
  std::ifstream stream(file);
  if (!stream) throw std::invalid_argument(fmt::format("\"{}\" cannot be read.", file));
  std::deque<TimedLine> script;
  int number = 0;
  for (std::string text; std::getline(stream, text);) {
    ++number;
    std::istringstream words(text.substr(0, text.find('#')));
    std::string time;
    if (!(words >> time)) continue;
    TimedLine line;
    std::getline(words >> std::ws, line.line);
    const std::optional<double> at = number_from(time, 1e6);
    if (!at || line.line.empty()) {
      throw std::invalid_argument(
          fmt::format("{}:{}: a line has a time in seconds and a command, such as \"2.5 kill 0\".",
                      file, number));
    }
    line.at = *at;
    script.push_back(line);
  }
  if (stream.bad()) throw std::invalid_argument(fmt::format("\"{}\" cannot be read.", file));
  std::stable_sort(script.begin(), script.end(),
                   [](const TimedLine& a, const TimedLine& b) { return a.at < b.at; });
  return script;
}

// Lines from standard input, without waiting for one.
//
// Thread safety: none; one thread reads.
class InputLines {
 public:
  // Waits up to `longest` for input. Returns the next whole line, or nothing if there is none yet.
  std::optional<std::string> next(std::chrono::milliseconds longest) {
    if (text_.find('\n') == std::string::npos) read_more(longest);
    const std::size_t end = text_.find('\n');
    if (end == std::string::npos && (!ended_ || text_.empty())) return std::nullopt;
    std::string line = text_.substr(0, end);
    text_.erase(0, end == std::string::npos ? end : end + 1);
    return line;
  }

  // Returns whether there is nothing left to read.
  bool at_end() const { return ended_ && text_.empty(); }

 private:
  void read_more(std::chrono::milliseconds longest) {
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    if (ended_ || poll(&input, 1, static_cast<int>(longest.count())) <= 0) return;
    std::array<char, 4096> buffer{};
    const ssize_t count = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count <= 0) {
      ended_ = true;
    } else {
      text_.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

  std::string text_;    // What has come, and was not returned yet.
  bool ended_ = false;  // Nothing more will come.
};
