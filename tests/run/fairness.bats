#!/usr/bin/env bats

load ../common

# The pipes of those that write without end are always full, and the slabs are always away: without
# turns they would be read over and over, and whoever else writes hardly ever.
@test "whoever writes without end does not keep another from being read" {
  muster run -j 3 --order=arrival ::: yes yes 'yes z | head -c 8M; echo over' 2> err | sed /over/q > got
  equal "$(grep -c z got)" $((4 << 20))
  # A third each, or so: it is for the machine to say how many bytes a pipe has at its turn.
  [ "$(wc -c < got)" -lt $((160 << 20)) ]
}
