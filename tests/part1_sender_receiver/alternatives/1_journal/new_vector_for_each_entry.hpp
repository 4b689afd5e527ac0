// Alternative: Writers replace the vector, so readers may copy the old one without the lock.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

struct Entry {
  std::string who;
  std::string what;

  bool operator==(const Entry&) const = default;
};

class Journal {
 public:
  void record(std::string who, std::string what) {
    std::lock_guard lock(mutex_);
    auto longer = std::make_shared<std::vector<Entry>>(*entries_);
    longer->push_back({std::move(who), std::move(what)});
    entries_ = std::move(longer);
  }

  std::size_t size() const { return now()->size(); }

  std::vector<Entry> entries() const { return *now(); }

 private:
  std::shared_ptr<const std::vector<Entry>> now() const {
    std::lock_guard lock(mutex_);
    return entries_;
  }

  mutable std::mutex mutex_;
  std::shared_ptr<const std::vector<Entry>> entries_ = std::make_shared<std::vector<Entry>>();
};
