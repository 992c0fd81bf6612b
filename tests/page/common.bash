# shellcheck shell=bash
# Loaded by the tests of the page that --report writes.

load ../common

# in_browser FILE [WIDTH]: opens FILE in a browser, and does what the Python on stdin says with `page` (browser.py); skips
# the test where there is no browser.
in_browser() {
  local result=0
  [[ ! ${MUSTER_SANITIZED-} ]] || skip 'under a sanitizer: the page is the same'
  python3 "${BASH_SOURCE[0]%/*}/browser.py" "file://$PWD/$1" "${@:2}" || result=$?
  ((result != 77)) || skip 'needs Chromium'
  return "$result"
}

# report_of ARGUMENT…: runs muster with them and --report page.html; its status goes to $status, its output to out and err.
# shellcheck disable=SC2034  # the status is for the test
report_of() {
  status=0
  muster run --report page.html "$@" >out 2>err || status=$?
}
