// Plans: whatever bytes are there, reading gives a plan that is written as the same bytes, or
// FormatError.

#include <string_view>

#include "fuzz.h"
#include "plan/codec.h"

namespace {

using namespace muster;

template <typename Plan>
void read(std::string_view bytes) {
  try {
    fuzz::require(plan::encode(plan::decode<Plan>(bytes)) == bytes,
                  "a plan is written as it was read");
  } catch (const plan::FormatError&) {
  }
}

/// A plan that is valid, with one byte changed: chance alone finds no plan.
template <typename Plan>
void read_changed(const Plan& plan, fuzz::Input& input) {
  std::string bytes = plan::encode(plan);
  const auto at =
      (static_cast<unsigned char>(input.byte()) << 8U) + static_cast<unsigned char>(input.byte());
  bytes[static_cast<std::size_t>(at) % bytes.size()] = input.byte();
  bytes += input.text();
  read<Plan>(bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  switch (input.byte() & 3) {
    case 0: {
      plan::Run run;
      run.commands.words = {std::string(input.text())};
      run.commands.inputs = input::Inputs{
          .sources = {{.values = {std::string(input.text())}}, {.path = "file", .is_linked = true}},
          .column_separator = ","};
      run.order.keys.resize(2);
      if (input.byte() & 1) {
        run.commands.inputs.reset();
        run.dealing.emplace().record_start = input.text();
      }
      read_changed(run, input);
      break;
    }
    case 1: {
      plan::Sort sort;
      sort.inputs = {std::string(input.text())};
      read_changed(sort, input);
      break;
    }
    case 2:
      read<plan::Run>(input.text());
      break;
    default:
      read<plan::Sort>(input.text());
      break;
  }
  return 0;
}
