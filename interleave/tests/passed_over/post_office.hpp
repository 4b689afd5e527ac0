// What stories of story_calls_test.cpp pass over.
#pragma once

#include "../told_as_calls/mailbox.hpp"

class PostOffice {
 public:
  explicit PostOffice(Mailbox& mailbox) : mailbox_(mailbox) {}

  int fetch() { return mailbox_.take(); }

 private:
  Mailbox& mailbox_;
};
