// Results as JSON. docs/story.schema.json says the same for readers.
#include <stdexcept>

#include "interleave/json.hpp"
#include "json/fields.hpp"

namespace interleave {
namespace {

using nlohmann::json;

json exception_of(const Failure& failure) {
  if (failure.exception_type.empty()) return nullptr;
  return {{"type", failure.exception_type}, {"message", failure.exception_message}};
}

// A failure has the members of its story, and some of its own.
json failure_to_json(const Failure& failure) {
  json written = failure.story;
  written["kind"] = failure.kind;
  written["headline"] = failure.headline;
  written["schedule"] = failure.schedule;
  written["schedule_number"] = failure.schedule_number;
  written["exception"] = exception_of(failure);
  return written;
}

Failure failure_from_json(const json& from) {
  Failure failure;
  failure.story = from.get<Story>();
  from.at("kind").get_to(failure.kind);
  from.at("headline").get_to(failure.headline);
  from.at("schedule").get_to(failure.schedule);
  from.at("schedule_number").get_to(failure.schedule_number);
  const json& exception = from.at("exception");
  if (exception.is_null()) return failure;
  exception.at("type").get_to(failure.exception_type);
  exception.at("message").get_to(failure.exception_message);
  return failure;
}

Result result_from_json(const json& from) {
  Result result;
  from.at("verdict").get_to(result.verdict);
  from.at("coverage").get_to(result.coverage);
  from.at("schedules").get_to(result.schedules);
  from.at("seen").get_to(result.seen);
  result.ended_by = from.value("ended_by", result.ended_by);
  if (!from.at("failure").is_null()) result.failure = failure_from_json(from.at("failure"));
  from.at("passing").get_to(result.passing);
  return result;
}

void check_format(const json& from) {
  const bool has_format = from.is_object() && from.contains("format");
  if (!has_format || !from.at("format").is_number_integer()) {
    throw std::invalid_argument(
        "interleave: this JSON is no result of interleave: it has no "
        "\"format\"");
  }
  const auto format = from.at("format").get<int>();
  if (format == kJsonFormat) return;
  throw std::invalid_argument("interleave: a story of format " + std::to_string(format) +
                              "; this version of interleave reads format " +
                              std::to_string(kJsonFormat) + " only");
}

}  // namespace

std::string to_json(const Result& result) {
  const json written = {
      {"format", kJsonFormat},
      {"verdict", result.verdict},
      {"coverage", result.coverage},
      {"schedules", result.schedules},
      {"seen", result.seen},
      {"ended_by", result.ended_by},
      {"failure", result.failure ? failure_to_json(*result.failure) : json(nullptr)},
      {"passing", result.passing},
  };
  constexpr int kIndentation = 2;
  return written.dump(kIndentation, ' ', false, json::error_handler_t::replace) + "\n";
}

Result from_json(std::string_view text) {
  try {
    const json from = json::parse(text);
    check_format(from);
    return result_from_json(from);
  } catch (const json::exception& error) {
    throw std::invalid_argument(std::string("interleave: this JSON is no result of interleave: ") +
                                error.what());
  }
}

}  // namespace interleave
