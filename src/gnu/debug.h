#ifndef MUSTER_GNU_DEBUG_H
#define MUSTER_GNU_DEBUG_H

#include <string>
#include <string_view>
#include <vector>

#include "gnu/options.h"
#include "order/order.h"

namespace muster::gnu {

/// The record as a line, tabs shown as '>', and below it a line for each comparison that the order
/// may come to, which underlines what it compares; byte for byte that of `sort --debug` in the C
/// locale, where a byte from 0x80 on takes a column and a control character takes none.
std::string underlined(std::string_view record, const order::Order& order);

/// What `sort --debug` says of an order that was made of `options`: how it compares, and what may
/// not be as it was meant. Without a newline.
std::vector<std::string> warnings(const Options& options, const order::Order& order);

}  // namespace muster::gnu

#endif
