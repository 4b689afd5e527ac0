// Results and stories as JSON. docs/story.schema.json says the same for readers.
#include "interleave/json.hpp"
#include "json/writer.hpp"

namespace interleave {
namespace {

const char* name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return "passed";
    case Verdict::kFailed:
      return "failed";
    default:
      return "unknown";
  }
}

const char* name_of(Coverage coverage) {
  switch (coverage) {
    case Coverage::kAll:
      return "all";
    case Coverage::kBounded:
      return "bounded";
    default:
      return "sampled";
  }
}

class ResultWriter {
 public:
  std::string write(const Result& result) {
    json_.begin_object();
    number("format", kJsonFormat);
    string("verdict", name_of(result.verdict));
    string("coverage", name_of(result.coverage));
    number("schedules", result.schedules);
    string("seen", result.seen);
    json_.key("failure");
    if (result.failure) {
      failure(*result.failure);
    } else {
      json_.null();
    }
    json_.end_object();
    return json_.text();
  }

 private:
  void string(std::string_view key, std::string_view text) {
    json_.key(key);
    json_.string(text);
  }

  void number(std::string_view key, std::integral auto number) {
    json_.key(key);
    json_.number(number);
  }

  void boolean(std::string_view key, bool value) {
    json_.key(key);
    json_.boolean(value);
  }

  void number_or_null(std::string_view key, const std::optional<std::size_t>& number) {
    json_.key(key);
    if (number) {
      json_.number(*number);
    } else {
      json_.null();
    }
  }

  void numbers(std::string_view key, const std::vector<std::size_t>& numbers) {
    list(key, numbers, [this](std::size_t number) { json_.number(number); });
  }

  template <typename Items, typename Write>
  void list(std::string_view key, const Items& items, Write write) {
    json_.key(key);
    json_.begin_array();
    for (const auto& item : items) write(item);
    json_.end_array();
  }

  void failure(const Failure& failure) {
    json_.begin_object();
    string("kind", name(failure.kind));
    string("headline", failure.headline);
    string("schedule", failure.schedule);
    number("schedule_number", failure.schedule_number);
    exception(failure);
    const Story& story = failure.story;
    list("threads", story.threads, [this](const StoryThread& each) { thread(each); });
    list("objects", story.objects, [this](const StoryObject& each) { object(each); });
    list("steps", story.steps, [this](const Step& each) { step(each); });
    states("end", story.end);
    list("accesses", story.accesses, [this](const StoryAccess& each) { access(each); });
    string("memory", story.memory);
    string("why", story.why);
    json_.end_object();
  }

  void exception(const Failure& failure) {
    json_.key("exception");
    if (failure.exception_type.empty()) return json_.null();
    json_.begin_object();
    string("type", failure.exception_type);
    string("message", failure.exception_message);
    json_.end_object();
  }

  void thread(const StoryThread& thread) {
    json_.begin_object();
    string("name", thread.name);
    string("end", thread.end);
    boolean("stuck", thread.stuck);
    source(thread.source);
    number_or_null("waits_for_object", thread.waits_for_object);
    numbers("waits_for_threads", thread.waits_for_threads);
    json_.end_object();
  }

  void object(const StoryObject& object) {
    json_.begin_object();
    string("name", object.name);
    string("kind", object.kind);
    json_.end_object();
  }

  void step(const Step& step) {
    json_.begin_object();
    number("thread", step.thread);
    string("what", step.what);
    boolean("is_call", step.is_call);
    boolean("inside_call", step.inside_call);
    number_or_null("object", step.object);
    source(step.source);
    string("note", step.note);
    string("output", step.output);
    states("before", step.before);
    json_.end_object();
  }

  void access(const StoryAccess& access) {
    json_.begin_object();
    number("thread", access.thread);
    string("what", access.what);
    string("locks", access.locks);
    list("calls", access.calls, [this](const Source& each) { place(each); });
    json_.end_object();
  }

  void source(const Source& source) {
    json_.key("source");
    place(source);
  }

  void place(const Source& source) {
    if (source.file.empty()) return json_.null();
    json_.begin_object();
    string("file", source.file);
    number("line", source.line);
    string("function", source.function);
    string("text", source.text);
    json_.end_object();
  }

  void states(std::string_view key, const std::vector<ObjectState>& states) {
    list(key, states, [this](const ObjectState& state) {
      json_.begin_object();
      number("object", state.object);
      numbers("holders", state.holders);
      numbers("waiters", state.waiters);
      json_.end_object();
    });
  }

  JsonWriter json_;
};

}  // namespace

std::string to_json(const Result& result) { return ResultWriter().write(result); }

}  // namespace interleave
