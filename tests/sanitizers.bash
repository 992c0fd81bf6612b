# shellcheck shell=bash
# Loaded by every test through the binary: what a sanitizer cannot do.

# skip_under SANITIZER REASON: skips the test where muster was built with it.
skip_under() {
  [[ ,${MUSTER_SANITIZED-}, != *,$1,* ]] || skip "under the sanitizer: $2"
}
