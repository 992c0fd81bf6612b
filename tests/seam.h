#ifndef MUSTER_TESTS_SEAM_H
#define MUSTER_TESTS_SEAM_H

#include <atomic>
#include <cstddef>

namespace muster::seam {

/// What happens to read, pread and write in a unit test while an object of this class lives. The
/// linker puts the test's functions in the place of the system's (--wrap, see CMakeLists.txt), so
/// the sources have no seam in them.
struct Trouble {
  std::size_t bytes_max = ~std::size_t{0};  ///< of each call: all reads and writes are short
  bool is_interrupted = false;              ///< every second call fails with EINTR
  int error = 0;                            ///< if not 0, the call numbered `failing` fails with it
  int failing = 0;                          ///< counted from 0

  Trouble();
  explicit Trouble(std::size_t bytes, bool interrupted);
  ~Trouble();
  Trouble(const Trouble&) = delete;
  Trouble& operator=(const Trouble&) = delete;

  std::atomic<int> calls = 0;  ///< so far
};

}  // namespace muster::seam

#endif
