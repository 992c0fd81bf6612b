#ifndef MUSTER_MERGE_MERGE_H
#define MUSTER_MERGE_MERGE_H

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "merge/source.h"
#include "order/comparison.h"
#include "record/framing.h"

namespace muster::merge {

/// Whether an order::Origin stands before each record of the sources, and what becomes of it.
/// Without, records that compare equal come in the order of their sources.
enum class Origins { none, dropped, kept };

/// Merges sources that are in order into one, and calls write(records) for its records, many at a
/// time; in a unique order for the first of those that compare equal. What is due is written before
/// a source is waited for.
///
/// Always takes, of the records that the sources have in front, the one that comes first. So a
/// source that is not in order is no error: its records come out when those before them have.
///
/// Throws DamagedSource if a block does not hold whole records.
void merge(std::vector<std::unique_ptr<Source>> sources, const order::Comparison& comparison,
           record::Framing framing, Origins origins,
           const std::function<void(std::string_view)>& write);

}  // namespace muster::merge

#endif
