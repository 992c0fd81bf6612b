#ifndef MUSTER_OS_JOB_SERVER_H
#define MUSTER_OS_JOB_SERVER_H

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "os/fd.h"

namespace muster::os {

/// A client of the jobserver of make(1): whoever is started by a make that runs several jobs may
/// run one, and takes a token for each further one, so that all of them together are as many as
/// make's -j says.
class JobServer {
 public:
  /// The one that `makeflags`, the value of MAKEFLAGS, offers; null if it offers none, or none
  /// that can be used: make passes its pipe on only to recipes that begin with + or name $(MAKE).
  static std::unique_ptr<JobServer> offered(std::string_view makeflags);

  JobServer(const JobServer&) = delete;
  JobServer& operator=(const JobServer&) = delete;
  /// Gives all tokens back.
  ~JobServer() { keep(0); }

  /// Takes a token if there is one; never waits.
  bool take();
  /// Gives back all but `count` of them.
  void keep(std::size_t count);
  [[nodiscard]] std::size_t tokens() const { return tokens_.size(); }

 private:
  JobServer(Fd from, Fd to) : from_(std::move(from)), to_(std::move(to)) {}

  Fd from_;
  Fd to_;
  std::string tokens_;  // each is a byte, which has to be given back as it is
};

}  // namespace muster::os

#endif
