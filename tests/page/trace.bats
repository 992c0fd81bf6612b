#!/usr/bin/env bats

# A trace as a person sees it: in speedscope, which npm has, in headless Chromium.

load common

@test "speedscope shows the workers of a slot by their names, each as long as it ran" {
  [[ ! ${MUSTER_SANITIZED-} ]] || skip 'under a sanitizer: the trace is the same'
  command -v npm >/dev/null || skip 'npm is not installed'
  npm install --no-audit --no-fund --prefix . speedscope@1.25.0 >npm.log 2>&1 || skip 'speedscope cannot be installed'
  muster run -j1 --trace t.json ::: 'sleep 0.2; echo first' 'sleep 0.1; echo second' >/dev/null
  printf "speedscope.loadFileFromBase64('t.json', '%s')" "$(base64 -w0 t.json)" >load.js
  local viewer="file://$PWD/node_modules/speedscope/dist/release/index.html#localProfilePath=$PWD/load.js"
  local status=0
  python3 - "$BATS_TEST_DIRNAME" "$viewer" >shown 2>err <<'END' || status=$?
import sys

sys.path.insert(0, sys.argv[1])
from browser import Browser, Page, find_program

if not find_program():
    sys.exit(77)
browser = Browser(options=["--enable-unsafe-swiftshader", "--allow-file-access-from-files"])
try:
    page = Page(browser)
    page.open(sys.argv[2])
    page.wait_until("document.body.innerText.includes('init (pid 1)')")
    page.press("n")
    page.press("n")
    page.wait_until("document.body.innerText.includes('slot 1')")
    page.press("3")  # the table of all names
    page.wait_until("document.body.innerText.includes('Symbol Name')")
    print(page.run("document.body.innerText"))
    for complaint in page.complaints():
        assert "Doing nothing" not in complaint and "without a matching" not in complaint, complaint
finally:
    browser.close()
END
  [ "$status" -ne 77 ] || skip 'Chromium is not installed'
  cat err
  [ "$status" -eq 0 ]
  grep -F 'P1: sleep 0.2; echo first' shown
  grep -F 'P2: sleep 0.1; echo second' shown
  # What it says of their times: a line before the name.
  grep -B1 -F 'P1: sleep 0.2; echo first' shown | grep -E '2[0-9]{2}\.[0-9]+ms'
}
