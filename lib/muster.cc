// The C interface: objects, and every exception turned into an error.

#include "muster/muster.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <memory>
#include <new>
#include <string>
#include <vector>

#include "helper.h"
#include "status.h"

using muster::lib::BadStatus;
using muster::lib::Failure;
using muster::lib::Fd;
using muster::lib::Helper;
using muster::lib::NoHelper;
using muster::lib::Status;

struct muster_plan {
  std::vector<std::string> words;
};

struct muster_run {
  std::unique_ptr<Helper> helper;  // none once the result is taken
};

struct muster_result {
  muster_result(Fd memory_given, std::uint64_t record_count);
  muster_result(const muster_result&) = delete;
  muster_result& operator=(const muster_result&) = delete;
  ~muster_result() {
    if (data != nullptr) ::munmap(data, bytes);
  }

  Fd memory;
  std::uint64_t records;
  std::size_t bytes = 0;
  void* data = nullptr;
};

muster_result::muster_result(Fd memory_given, std::uint64_t record_count)
    : memory(std::move(memory_given)), records(record_count) {
  constexpr int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
  struct stat about {};
  if (::fcntl(memory.get(), F_ADD_SEALS, seals) != 0 || ::fstat(memory.get(), &about) != 0)
    muster::lib::throw_error(errno, "cannot seal the result");
  bytes = static_cast<std::size_t>(about.st_size);
  if (bytes == 0) return;
  // Older kernels refuse to share what is sealed against writes.
  void* const mapped = ::mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, memory.get(), 0);
  if (mapped == MAP_FAILED) muster::lib::throw_error(errno, "cannot map the result");
  data = mapped;
}

struct muster_error {
  muster_code code = MUSTER_SYSTEM_FAILED;
  std::string message;
  std::vector<Failure> failures;
  std::vector<muster_failure> shown;  // of them
  std::unique_ptr<muster_result> result;
};

namespace {

using Error = std::unique_ptr<muster_error>;

Error error_of(muster_code code, std::string message) {
  auto error = std::make_unique<muster_error>();
  error->code = code;
  error->message = std::move(message);
  return error;
}

/// Calls `function`, which returns an error or none.
template <typename Function>
muster_code guarded(muster_error** to, Function function) {
  if (to != nullptr) *to = nullptr;
  muster_code code = MUSTER_SYSTEM_FAILED;
  try {
    Error error;
    try {
      error = function();
    } catch (const NoHelper& failure) {
      code = MUSTER_HELPER_FAILED;
      error = error_of(code, failure.what());
    } catch (const BadStatus& failure) {
      code = MUSTER_HELPER_FAILED;
      error = error_of(code, failure.what());
    } catch (const std::exception& failure) {
      error = error_of(code, failure.what());
    }
    if (error == nullptr) return MUSTER_OK;
    code = error->code;
    if (to != nullptr) *to = error.release();
  } catch (const std::bad_alloc&) {  // no memory for the error
  }
  return code;
}

muster_failure shown(const Failure& failure) {
  return {failure.worker,          failure.attempt,      failure.pid,
          failure.cause.c_str(),   failure.exit_status,  failure.signal,
          failure.command.c_str(), failure.text.c_str(), failure.error_lines.c_str()};
}

Error workers_failed(std::vector<Failure> failures, std::unique_ptr<muster_result> result) {
  Error error = error_of(MUSTER_WORKERS_FAILED, {});
  error->failures = std::move(failures);
  for (const Failure& failure : error->failures) {
    error->message += (error->message.empty() ? "" : "\n") + failure.text;
    error->shown.push_back(shown(failure));
  }
  error->result = std::move(result);
  return error;
}

/// What a helper that has ended has given.
Error take(Helper& helper, std::unique_ptr<muster_result>& result) {
  Status status = muster::lib::parse_status(helper.status());
  if (status.records && !status.signal) {
    result = std::make_unique<muster_result>(helper.take_result(),
                                             static_cast<std::uint64_t>(*status.records));
    if (static_cast<std::int64_t>(result->bytes) != status.bytes)
      throw BadStatus("the result is not what muster wrote: something else wrote to it");
  }
  if (result != nullptr && status.exit_status == 0) return nullptr;
  if (!status.failures.empty())
    return workers_failed(std::move(status.failures), std::move(result));
  result.reset();
  if (helper.was_cancelled()) return error_of(MUSTER_CANCELLED, "the run was cancelled");
  if (status.signal) return error_of(MUSTER_CANCELLED, "the run was ended by a signal");
  if (status.errors.empty())
    return error_of(MUSTER_RUN_FAILED,
                    "muster ended with status " + std::to_string(status.exit_status.value_or(-1)));
  return error_of(status.was_run ? MUSTER_RUN_FAILED : MUSTER_PLAN_REFUSED, status.errors);
}

}  // namespace

muster_plan* muster_plan_new() {
  return new (std::nothrow) muster_plan;
}

void muster_plan_free(muster_plan* plan) {
  delete plan;
}

muster_code muster_plan_add(muster_plan* plan, const char* word, muster_error** error) {
  return guarded(error, [&]() -> Error {
    plan->words.emplace_back(word);
    return nullptr;
  });
}

muster_code muster_run_start(const muster_plan* plan, muster_run** run, muster_error** error) {
  *run = nullptr;
  return guarded(error, [&]() -> Error {
    auto started = std::make_unique<muster_run>();
    started->helper = std::make_unique<Helper>(plan->words);
    *run = started.release();
    return nullptr;
  });
}

int muster_run_fd(const muster_run* run) {
  return run->helper != nullptr ? run->helper->fd() : -1;
}

muster_code muster_run_wait(muster_run* run, int timeout_milliseconds, muster_result** result,
                            muster_error** error) {
  *result = nullptr;
  return guarded(error, [&]() -> Error {
    if (run->helper == nullptr)
      return error_of(MUSTER_PLAN_REFUSED, "the result of this run has been taken already");
    if (!run->helper->wait(timeout_milliseconds))
      return error_of(MUSTER_NOT_OVER, "the run is not over");
    const std::unique_ptr<Helper> helper = std::move(run->helper);
    std::unique_ptr<muster_result> taken;
    Error failure = take(*helper, taken);
    *result = taken.release();
    return failure;
  });
}

void muster_run_cancel(muster_run* run) {
  if (run->helper != nullptr) run->helper->cancel();
}

void muster_run_free(muster_run* run) {
  delete run;
}

const void* muster_result_data(const muster_result* result) {
  return result->data;
}

size_t muster_result_bytes(const muster_result* result) {
  return result->bytes;
}

uint64_t muster_result_records(const muster_result* result) {
  return result->records;
}

int muster_result_fd(const muster_result* result) {
  return result->memory.get();
}

void muster_result_free(muster_result* result) {
  delete result;
}

muster_code muster_error_code(const muster_error* error) {
  return error->code;
}

const char* muster_error_message(const muster_error* error) {
  return error->message.c_str();
}

size_t muster_error_failures(const muster_error* error) {
  return error->shown.size();
}

const muster_failure* muster_error_failure(const muster_error* error, size_t index) {
  return index < error->shown.size() ? &error->shown[index] : nullptr;
}

muster_result* muster_error_take_result(muster_error* error) {
  return error->result.release();
}

void muster_error_free(muster_error* error) {
  delete error;
}
