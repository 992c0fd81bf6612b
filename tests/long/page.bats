#!/usr/bin/env bats
# Pages of very many workers, which take minutes to start.

load ../page/common

@test 'a page of ten thousand workers is small, and can be sorted and zoomed' {
  report_of -j4 true ::: {1..10000}
  (($(stat -c %s page.html) <= 2 << 20))
  in_browser page.html <<'END'
print(f"# opened after {loaded_after:.2f} s", flush=True)
equal(page.count("#workers tbody tr"), 10000)
page.click("#workers th:first-child button")
equal(page.text("#workers tbody td"), "1")
page.click(".zoom button")
page.run("document.querySelector('svg.timeline').focus()")
page.press("ArrowRight")
assert page.text("#tooltip").startswith("P"), page.text("#tooltip")
equal(page.complaints(), [])
END
}

@test 'a page of a hundred thousand workers has the ten thousand that matter most, and says so' {
  seq 100000 >inputs
  report_of --partial -j4 -a inputs sh -c '[ $1 != 99999 ]' sh
  (($(stat -c %s page.html) <= 4 << 20))
  in_browser page.html <<'END'
print(f"# opened after {loaded_after:.2f} s", flush=True)
equal(page.count("#workers tbody tr"), 10000)
assert "Of 100,000 workers, the table has the 10,000" in page.text("main")
page.click(".filter input")
page.type("failed")
equal(page.texts("#workers tbody tr:not([hidden]) td:first-child"), ["99999"])
equal(page.complaints(), [])
END
}
