#include "protocol/dealing.h"

#include "plan/codec.h"

namespace muster::protocol {

template <typename Archive>
void fields(Archive& archive, plan::Is<DealerSetup> auto& setup) {
  archive(setup.dealing);
  archive(setup.jobs);
  archive(setup.keeps_blocks);
}

void send(const os::Fd& socket, const DealerSetup& setup) {
  (void)plan::write_bytes(socket.get(), plan::Kind::dealer, plan::encode(setup));
}

DealerSetup receive_dealer_setup(const os::Fd& socket) {
  return plan::decode<DealerSetup>(plan::read_bytes(socket, plan::Kind::dealer));
}

}  // namespace muster::protocol
