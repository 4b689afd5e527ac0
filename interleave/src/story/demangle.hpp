#pragma once

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <string>

namespace interleave {

// Returns a symbol's name as it is written in C++. C names stay as they are: "i" is a variable, and
// would be the name of a type.
inline std::string demangle(const char* name) {
  if (name[0] != '_' || name[1] != 'Z') return name;
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> readable(
      abi::__cxa_demangle(name, nullptr, nullptr, &status), &std::free);
  return status == 0 ? readable.get() : name;
}

// The same without the unnamed namespaces that it stands in.
inline std::string readable_name(const char* name) {
  static const std::string kAnonymous = "(anonymous namespace)::";
  std::string text = demangle(name);
  for (std::size_t at; (at = text.find(kAnonymous)) != std::string::npos;) {
    text.erase(at, kAnonymous.size());
  }
  return text;
}

}  // namespace interleave
