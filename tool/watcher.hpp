#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace workbook {

// Notices keys, and that a file was saved.
class Watcher {
 public:
  // Watches `file`. Its folder is what is really watched: many editors save by writing another
  // file and renaming it. Throws CannotTell when the system refuses.
  explicit Watcher(const std::filesystem::path& file);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  enum class Kind { kNothing, kKey, kSaved };
  struct Event {
    Kind kind = Kind::kNothing;
    char key = 0;  // 'q' once standard input has ended.
  };

  // Waits for a key or a save, whichever comes first.
  Event wait();

  // Reads what has come, without waiting.
  Event look();

  // Where it comes: it can be read then.
  std::vector<int> descriptors() const;

 private:
  bool file_was_saved();
  void drain();

  std::string name_;
  int inotify_;
};

}  // namespace workbook
