// Checks JSON against a schema (JSON Schema, draft 7), as far as docs/story.schema.json goes: a
// word that is not known here is a complaint, so that no rule of the schema is passed over.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace interleave {

class SchemaCheck {
 public:
  using Json = nlohmann::json;

  explicit SchemaCheck(const Json& schema) : root_(schema) {}

  // Returns what is wrong with `document`, one line each; empty if nothing is.
  std::vector<std::string> complaints_about(const Json& document) const {
    return check(root_, document, "");
  }

 private:
  using Complaints = std::vector<std::string>;

  Complaints check(const Json& schema, const Json& value, const std::string& at) const {
    Complaints found;
    for (const auto& [word, rule] : schema.items()) {
      for (const std::string& complaint : check_word(word, rule, value, at)) {
        found.push_back(complaint);
      }
    }
    return found;
  }

  Complaints check_word(const std::string& word, const Json& rule, const Json& value,
                        const std::string& at) const {
    if (word == "$schema" || word == "title" || word == "description" || word == "definitions") {
      return {};
    }
    if (word == "$ref") {
      return check(root_.at(Json::json_pointer(rule.get<std::string>().substr(1))), value, at);
    }
    if (word == "type") return is_of_type(value, rule) ? Complaints{} : wrong(at, word, rule);
    if (word == "const") return value == rule ? Complaints{} : wrong(at, word, rule);
    if (word == "minimum") return value >= rule ? Complaints{} : wrong(at, word, rule);
    if (word == "enum") {
      return std::find(rule.begin(), rule.end(), value) == rule.end() ? wrong(at, word, rule)
                                                                      : Complaints{};
    }
    if (word == "anyOf") {
      for (const Json& one : rule) {
        if (check(one, value, at).empty()) return {};
      }
      return wrong(at, word, rule);
    }
    return check_parts(word, rule, value, at);
  }

  Complaints check_parts(const std::string& word, const Json& rule, const Json& value,
                         const std::string& at) const {
    Complaints found;
    const auto add = [&found](const Complaints& more) {
      found.insert(found.end(), more.begin(), more.end());
    };
    if (word == "required") {
      for (const std::string name : rule) {
        if (!value.contains(name)) add(wrong(at, word, name));
      }
    } else if (word == "properties") {
      for (const auto& [name, part] : rule.items()) {
        if (value.contains(name)) add(check(part, value.at(name), at + "/" + name));
      }
    } else if (word == "items") {
      for (std::size_t i = 0; i < value.size(); ++i) {
        add(check(rule, value.at(i), at + "/" + std::to_string(i)));
      }
    } else {
      add(wrong("the schema", word, rule));
    }
    return found;
  }

  static bool is_of_type(const Json& value, const std::string& type) {
    if (type == "integer") return value.is_number_integer();
    if (type == "boolean") return value.is_boolean();
    return value.type_name() == type;
  }

  static Complaints wrong(const std::string& at, const std::string& word, const Json& rule) {
    return {at + ": " + word + " " + rule.dump()};
  }

  const Json& root_;
};

}  // namespace interleave
