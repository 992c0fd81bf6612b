#ifndef MUSTER_CLI_PARSE_H
#define MUSTER_CLI_PARSE_H

#include <cstdint>

#include "cli/arguments.h"

namespace muster::cli {

/// Who says what is wrong with an option that does not exist or lacks its argument: getopt_long, on
/// stderr, in GNU's words, or the UsageError that is thrown.
enum class Complaints : std::uint8_t { said, thrown };

/// What a command line says that is one of `command`'s (cli::command::run and so on); argv[0] is
/// what messages begin with. Long names may be shortened as long as they are unique. Options of
/// run and demo end with the first argument that is none, since what follows belongs to another
/// command; those of sort may stand anywhere (unless POSIXLY_CORRECT is set).
///
/// Changes nothing but the order of argv's elements. Throws UsageError or gnu::OrderError.
Arguments parse(unsigned command, int argc, char** argv, Complaints complaints = Complaints::said);

}  // namespace muster::cli

#endif
