#ifndef MUSTER_MATRIX_SURROUNDINGS_H
#define MUSTER_MATRIX_SURROUNDINGS_H

#include <cstdint>
#include <string>
#include <vector>

namespace muster::matrix {

/// What a run lacks from its start, or finds otherwise than it should be.
enum class Lack : std::uint8_t {
  nothing,
  shared_memory,  ///< pages of /dev/shm, or 0: no file can be made there
  temporary,      ///< the same of the folder for temporary files
  work,           ///< the same of the folder that it works in, where FILE of -o is
  descriptors,    ///< RLIMIT_NOFILE
  address_space,  ///< RLIMIT_AS, bytes
  file_size,      ///< RLIMIT_FSIZE, bytes
  stack,          ///< RLIMIT_STACK, bytes
  open_streams,   ///< bit N: descriptor N is closed at the start
  output_space,   ///< stdout is /dev/full
  signal,         ///< that signal is ignored at the start
  all_signals,    ///< all of them are blocked at the start
  environment,    ///< there is none but TMPDIR
  brevity,        ///< the environment has that many bytes more
};

struct Surroundings {
  Lack lack = Lack::nothing;
  std::uint64_t amount = 0;

  [[nodiscard]] std::string text() const;
};

/// Each with all its amounts.
std::vector<Surroundings> all_surroundings();

/// For the tmpfs of the folder that lacks `lack`.
std::string mount_options(const Surroundings& surroundings, Lack lack);

/// In the process that is about to become muster. Its environment is changed to what it should be.
void surround(const Surroundings& surroundings, std::vector<std::string>& environment);

}  // namespace muster::matrix

#endif
