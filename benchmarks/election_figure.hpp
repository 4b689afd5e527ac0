// Draws how long trials took as Figure 16 of the Raft paper does: cumulative curves in two graphs,
// one above the other, as SVG.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace election_figure {

// The trials with one choice of time-outs.
struct Curve {
  std::string name;
  std::vector<double> milliseconds;  // Sorted. Of those that came to an end.
  std::size_t trials = 0;            // Those that did not are counted here, too.
};

// What is drawn from left to right: time.
struct Axis {
  double low = 0;  // Milliseconds. Above 0 where it is logarithmic.
  double high = 0;
  bool logarithmic = false;
  std::vector<double> marks;
};

struct Graph {
  std::string title;
  Axis axis;
  std::vector<Curve> curves;
};

// Pixels. Both graphs have the same size.
inline constexpr double kWidth = 780;
inline constexpr double kHeight = 330;  // Of one graph, with its title and what is written below.
inline constexpr double kLeft = 64;
inline constexpr double kRight = 170;  // The names of the curves stand here.
inline constexpr double kTop = 40;
inline constexpr double kBottom = 54;

// A curve is not drawn with more points: a file that is read on screens has no use for them.
inline constexpr std::size_t kPointsMax = 200;

// Six colours that can be told apart by people who do not see all colours (after Okabe and Ito).
inline constexpr const char* kColours[] = {"#000000", "#d55e00", "#e69f00",
                                           "#009e73", "#0072b2", "#cc79a7"};

inline std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

inline std::string with_commas(double value) {
  std::string digits = std::to_string(std::lround(value));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits;
}

inline double x_of(const Axis& axis, double milliseconds) {
  const double inside = std::clamp(milliseconds, axis.low, axis.high);
  const double part = axis.logarithmic
                          ? std::log(inside / axis.low) / std::log(axis.high / axis.low)
                          : (inside - axis.low) / (axis.high - axis.low);
  return kLeft + part * (kWidth - kLeft - kRight);
}

inline double y_of(double percent) {
  return kHeight - kBottom - percent / 100 * (kHeight - kTop - kBottom);
}

// `anchor` is where the text has its place: start, middle, end.
inline std::string text_at(double x, double y, const std::string& anchor, const std::string& text) {
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\">" +
         text + "</text>\n";
}

inline std::string line(double x1, double y1, double x2, double y2, const std::string& look) {
  return "<line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) +
         "\" y2=\"" + number(y2) + "\" " + look + "/>\n";
}

inline std::string grid(const Graph& graph) {
  const std::string thin = "stroke=\"#dddddd\"";
  const double right = kWidth - kRight;
  std::string svg;
  for (int percent = 0; percent <= 100; percent += 20) {
    svg += line(kLeft, y_of(percent), right, y_of(percent), thin);
    svg += text_at(kLeft - 8, y_of(percent) + 4, "end", std::to_string(percent) + " %");
  }
  for (const double mark : graph.axis.marks) {
    const double x = x_of(graph.axis, mark);
    svg += line(x, y_of(0), x, y_of(100), thin);
    svg += text_at(x, y_of(0) + 18, "middle", with_commas(mark));
  }
  svg += text_at(kLeft, kTop - 16, "start", graph.title);
  svg += text_at((kLeft + right) / 2, y_of(0) + 38, "middle", "time without a leader, ms");
  return svg;
}

inline std::string point(const Axis& axis, double milliseconds, double percent) {
  return number(x_of(axis, milliseconds)) + "," + number(y_of(percent)) + " ";
}

inline std::string polyline(const Graph& graph, const Curve& curve, const std::string& colour) {
  const std::size_t count = curve.milliseconds.size();
  if (count == 0) return "";
  const std::size_t points = std::min(count, kPointsMax - 1);
  std::string path = point(graph.axis, curve.milliseconds.front(), 0);
  for (std::size_t i = 1; i <= points; ++i) {
    const std::size_t rank = i * count / points;  // The last one is drawn in any case.
    const double percent = 100.0 * static_cast<double>(rank) / static_cast<double>(curve.trials);
    path += point(graph.axis, curve.milliseconds[rank - 1], percent);
  }
  return "<polyline fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"2\" points=\"" + path +
         "\"/>\n";
}

inline std::string legend(const Curve& curve, std::size_t place, const std::string& colour) {
  const double x = kWidth - kRight + 14;
  const double y = y_of(100) + 10 + 30 * static_cast<double>(place);
  std::string svg = line(x, y - 4, x + 18, y - 4, "stroke=\"" + colour + "\" stroke-width=\"2\"");
  svg += text_at(x + 24, y, "start", curve.name + " ms");
  const std::size_t open = curve.trials - curve.milliseconds.size();
  if (open > 0) {
    svg += text_at(x + 24, y + 13, "start",
                   "(" + std::to_string(open) + " of " + std::to_string(curve.trials) + " open)");
  }
  return svg;
}

// Returns the whole file.
inline std::string draw(const std::vector<Graph>& graphs) {
  const std::string width = number(kWidth);
  const std::string height = number(kHeight * static_cast<double>(graphs.size()));
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " +
                    height + "\" font-family=\"sans-serif\" font-size=\"12\">\n" +
                    "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n";
  for (std::size_t i = 0; i < graphs.size(); ++i) {
    svg += "<g transform=\"translate(0," + number(kHeight * static_cast<double>(i)) + ")\">\n";
    svg += grid(graphs[i]);
    for (std::size_t j = 0; j < graphs[i].curves.size(); ++j) {
      const std::string colour = kColours[j % std::size(kColours)];
      svg += polyline(graphs[i], graphs[i].curves[j], colour);
      svg += legend(graphs[i].curves[j], j, colour);
    }
    svg += "</g>\n";
  }
  return svg + "</svg>\n";
}

}  // namespace election_figure
