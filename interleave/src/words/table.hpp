// The steps of a story as text, one lane a thread.
#pragma once

#include <cstddef>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "interleave/story.hpp"
#include "story/places.hpp"

namespace interleave {

class Table {
 public:
  // Both must outlive it.
  Table(const Story& story, const Places& places, std::size_t columns);

  std::string text();

 private:
  void choose_labels();
  void choose_lanes_and_widths();
  std::size_t longest_place() const;
  std::size_t end_of_lanes() const;
  bool has_lane(std::size_t thread) const;
  std::size_t begin_of_lane(std::size_t thread) const;
  std::string label_of(const Source& source) const;

  void add_header();
  void add_steps(std::size_t begin, std::size_t end);
  void add_step(const Step& step, std::size_t number);
  void add_output(const std::string& output, std::size_t thread);
  void add_others(std::size_t begin, std::size_t end);
  void add_legend();
  void add(std::string line);

  const Story& story_;
  const Places& places_;
  const std::size_t columns_;
  std::vector<std::size_t> lanes_;              // The threads that have one.
  std::map<std::string, std::string> letters_;  // What stands for a file whose name is too long.
  std::size_t width_ = 0;
  std::size_t place_at_ = 0;  // The column where places in the source begin.
  std::ostringstream out_;
};

}  // namespace interleave
