// What the tests of several exercises share: items that are hard to carry, and a way to offer one.
#pragma once

#include <stdexcept>
#include <utility>

// Offers an lvalue to try_push, whichever kinds of reference it takes.
template <typename Queue, typename T>
bool offer(Queue& queue, T& item) {
  if constexpr (requires { queue.try_push(item); }) {
    return queue.try_push(item);
  } else {
    return queue.try_push(std::move(item));
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
