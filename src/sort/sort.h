#ifndef MUSTER_SORT_SORT_H
#define MUSTER_SORT_SORT_H

#include <span>

#include "order/comparison.h"
#include "sort/entry.h"

namespace muster::sort {

/// Sorts entries, each with the first prefix of its record: by prefix, where prefixes tie by the
/// full comparison, and where that ties by origin if the order needs it, else as it comes: such
/// records are the same bytes.
///
/// A multikey quicksort (Bentley and Sedgewick, "Fast Algorithms for Sorting and Searching
/// Strings", 1997) on prefixes in place of characters: entries that tie on one prefix are sorted by
/// the next one, so that each record is read once per prefix and not once per comparison.
void sort_entries(std::span<Entry> entries, const order::Comparison& comparison,
                  const RecordStore& store);

}  // namespace muster::sort

#endif
