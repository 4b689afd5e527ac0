// What the tests of several exercises share: items that are hard to carry.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace under_test {

// Returns the number that an item holds, or nothing if there is no item.
template <typename T>
std::optional<int> number_in(const std::optional<T>& item) {
  if (!item) return std::nullopt;
  if constexpr (requires { item->number; }) {
    return item->number;
  } else {
    return *item ? std::optional(**item) : std::nullopt;  // A pointer to a number.
  }
}

struct CopyFailed : std::runtime_error {
  CopyFailed() : std::runtime_error("this item cannot be copied now") {}
};

// Cannot be moved, and its copy throws while `*fails`. Has no default constructor.
struct Fragile {
  Fragile(int number, const bool* fails) : number(number), fails(fails) {}
  Fragile(const Fragile& other) : number(other.number), fails(other.fails) {
    if (*fails) throw CopyFailed();
  }
  Fragile& operator=(const Fragile& other) {
    if (*other.fails) throw CopyFailed();
    number = other.number;
    fails = other.fails;
    return *this;
  }

  int number;
  const bool* fails;
};

// Cannot be moved. Its copies are counted down in `*copies_left`; the one that finds none left
// throws. Has no default constructor.
struct Rationed {
  Rationed(int number, int* copies_left) : number(number), copies_left(copies_left) {}
  Rationed(const Rationed& other) : number(other.number), copies_left(other.copies_left) {
    use_one();
  }
  Rationed& operator=(const Rationed& other) {
    other.use_one();
    number = other.number;
    copies_left = other.copies_left;
    return *this;
  }
  void use_one() const {
    if (*copies_left == 0) throw CopyFailed();
    --*copies_left;
  }

  int number;
  int* copies_left;
};

// Counts how often it was copied on its way. Its move is not noexcept: no reason to copy it.
struct Traveller {
  explicit Traveller(int number) : number(number) {}
  Traveller(const Traveller& other) : number(other.number), copies(other.copies + 1) {}
  Traveller(Traveller&& other) : number(other.number), copies(other.copies) {}
  Traveller& operator=(Traveller other) {
    number = other.number;
    copies = other.copies;
    return *this;
  }

  int number;
  int copies = 0;
};

// Has no default constructor.
struct Parcel {
  explicit Parcel(std::string content) : content(std::move(content)) {}
  std::string content;
};

// An item that may need a while to be moved. Who moves it into a queue or out of it may hold the
// queue's lock meanwhile, and others have to wait for that.
struct Slow {
  Slow(int number, std::chrono::nanoseconds takes = {}) : number(number), takes(takes) {}
  Slow(Slow&& other) { *this = std::move(other); }
  Slow& operator=(Slow&& other) {
    number = other.number;
    takes = other.takes;
    if (takes > std::chrono::nanoseconds::zero()) std::this_thread::sleep_for(takes);
    return *this;
  }

  int number;
  std::chrono::nanoseconds takes;
};

}  // namespace under_test
