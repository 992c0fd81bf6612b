#ifndef MUSTER_WORKER_TEST_SHELL_H
#define MUSTER_WORKER_TEST_SHELL_H

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>

#include <gtest/gtest.h>

namespace muster::worker {

/// For tests: what `line` prints when /bin/sh runs it.
inline std::string output_of(const std::string& line) {
  std::FILE* const pipe = ::popen(line.c_str(), "r");
  std::string text;
  std::array<char, 4096> buffer;
  while (const std::size_t bytes = std::fread(buffer.data(), 1, buffer.size(), pipe))
    text.append(buffer.data(), bytes);
  EXPECT_EQ(::pclose(pipe), 0) << line;
  return text;
}

}  // namespace muster::worker

#endif
