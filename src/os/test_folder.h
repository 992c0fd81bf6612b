// A folder that one test has for itself, however many run at the same time.

#ifndef MUSTER_OS_TEST_FOLDER_H
#define MUSTER_OS_TEST_FOLDER_H

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace muster::os {

/// Empty at first, and removed with all that is in it at the end.
class TestFolder {
 public:
  TestFolder() : path_(testing::TempDir() + "muster-test-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) std::abort();
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace muster::os

#endif
