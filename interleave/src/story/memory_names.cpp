#include "story/memory_names.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "story/variables.hpp"

namespace interleave {
namespace {

// On the way from a variable: to a thread's data, to what they share, to its member.
constexpr int kPointersMax = 4;

bool is_empty(const MemberPath& path) { return path.parts.empty(); }

// It says whose object it is, and not only by which name some function got it.
bool has_root(const MemberPath& path) {
  return !is_empty(path) && !path.parts[0].text.empty() && !path.is_alias;
}

// From where on the names are those of members of `classes`, which are said alone.
std::size_t first_said(const MemberPath& path, const std::vector<std::string>& classes) {
  std::size_t first = path.parts[0].text.empty() ? 1 : 0;
  for (std::size_t i = 1; i < path.parts.size(); ++i) {
    const std::vector<std::string>& of_classes = path.parts[i].classes;
    const bool is_own = std::any_of(of_classes.begin(), of_classes.end(), [&](const auto& name) {
      return std::find(classes.begin(), classes.end(), name) != classes.end();
    });
    if (is_own) first = i;
  }
  return first;
}

}  // namespace

MemoryName MemoryNames::named(const MemberPath& path, const Frames& user) {
  const std::size_t first = first_said(path, variables_.classes_of(user));
  MemoryName name;
  name.name = path.text(first);
  name.full = path.text();
  if (first > 0) {
    MemberPath owner;
    owner.parts.assign(path.parts.begin(), path.parts.begin() + static_cast<std::ptrdiff_t>(first));
    name.owner = owner.text();
  }
  return name;
}

MemberPath MemoryNames::find(const Target& target, const std::vector<VisibleVariable>& variables,
                             int pointers_max) {
  for (const VisibleVariable& variable : variables) {
    MemberPath path = path_to(target, variable.name, variable.type, variable.at, pointers_max);
    if (has_root(path)) return path;
    const bool says_more = !is_empty(path) && path.text() != "";
    const bool is_better = is_empty(nameless_) || (nameless_.is_alias && !path.is_alias);
    if (says_more && is_better) nameless_ = std::move(path);
  }
  return {};
}

std::optional<MemoryName> MemoryNames::name_of(const Target& target, const Frames& user,
                                               const std::vector<const Frames*>& others) {
  if (const auto path = static_path_to(target)) return named(*path, user);
  const std::vector<VisibleVariable> of_user = variables_.in(user);
  std::vector<VisibleVariable> of_others;
  for (const Frames* frames : others) {
    const std::vector<VisibleVariable> more = variables_.in(*frames);
    of_others.insert(of_others.end(), more.begin(), more.end());
  }
  nameless_ = {};
  for (int pointers = 0; pointers <= kPointersMax; ++pointers) {
    for (const std::vector<VisibleVariable>* variables :
         {&std::as_const(of_user), &variables_.static_ones(), &std::as_const(of_others)}) {
      const MemberPath path = find(target, *variables, pointers);
      if (!is_empty(path)) return named(path, user);
    }
  }
  if (is_empty(nameless_)) return std::nullopt;
  return named(nameless_, user);
}

}  // namespace interleave
