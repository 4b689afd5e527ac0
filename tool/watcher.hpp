#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace workbook {

// Waits for a key or for a file to be saved, whichever comes first.
class Watcher {
 public:
  // Watches `file`. Its folder is what is really watched: many editors save by writing another
  // file and renaming it. Throws CannotTell when the system refuses.
  explicit Watcher(const std::filesystem::path& file);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // Returns the key, or nothing when the file was saved. 'q' once standard input has ended.
  std::optional<char> wait();

 private:
  bool file_was_saved();
  void drain();

  std::string name_;
  int inotify_;
};

}  // namespace workbook
