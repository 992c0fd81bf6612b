#!/usr/bin/env bats
# The page of a run in a browser, as its readers have it: with a mouse, with keys, without JavaScript, on paper.

load common

# Each worker writes its number so many times; each thirteenth fails, at its second try too.
failing='sleep 0.0$(({#} % 5)); seq {}; echo last words of {} >&2; [ $(({#} % 13)) != 0 ]'

# as_every_reader FILE…: each page, at every width, by day and by night: no complaint, no request but for itself, nothing
# beside the screen. With SCREENSHOTS set, pictures go to that folder.
as_every_reader() {
  local pages
  pages=$(printf '"%s", ' "$@")
  in_browser "$1" <<END
import os
for name in [$pages]:
    page.open("file://$PWD/" + name)
    for width in (360, 1280, 2560):
        page.resize(width)
        for scheme in ("light", "dark"):
            page.emulate(prefers_color_scheme=scheme)
            page.draw()
            assert page.run("document.documentElement.scrollWidth") <= width, (name, width)
            background = page.run("getComputedStyle(document.body).backgroundColor")
            equal(background == "rgb(255, 255, 255)", scheme == "light")
            if "SCREENSHOTS" in os.environ:
                page.screenshot(f"{os.environ['SCREENSHOTS']}/{name[:-5]}-{width}-{scheme}.png")
    equal(page.complaints(), [])
    assert page.count("svg.timeline path.bars") > 0, name
equal(set(page.requests()), {"file://$PWD/" + name for name in [$pages]})
END
}

@test 'every page fits every reader, complains of nothing and asks for nothing' {
  muster run --report good.html -n -j4 'seq {}' ::: {1..30} >out
  muster run --report failed.html -n -j2 "$failing" ::: {1..30} >out 2>err && fail 'did not fail'
  muster run --report retried.html --retries 2 --partial -n -j4 "$failing" ::: {1..40} >out 2>err &&
    fail 'did not fail'
  muster run --report spilled.html -S 1M -n -j2 'seq {}000000 {}400000' ::: 1 2 3 >out
  muster run --report merged.html -m -n 'seq {} 3 {}00000' ::: 1 2 3 >out
  muster run --report one.html 'echo one' >out
  "$MUSTER" run --report interrupted.html -j4 'echo {}; touch started; sleep 60' ::: {1..9} >out 2>err &
  while [[ ! -e started ]]; do sleep 0.01; done
  kill -TERM $!
  wait $! || true
  as_every_reader good.html failed.html retried.html spilled.html merged.html one.html interrupted.html
}

@test 'what workers write is text, whatever it is' {
  local hostile
  hostile=$(printf 'printf %%s "</script><script>alert(1)</script><img src=http://127.0.0.1/x onerror=alert(2)>"')
  cat >worker <<'END'
printf '</script><script>window.owned=1</script><img src=http://127.0.0.1/x onerror=window.owned=2>\n' >&2
printf '\342\200\256gpj.exe\n\327\251\327\234\327\225\327\235 abc\n\033[31mred\033[0m\000\001\177\n\377\376\200 not UTF-8\n' >&2
head -c 1000000 /dev/zero | tr '\0' x >&2
echo >&2
echo '&lt; the end' >&2
exit 1
END
  report_of --partial "sh worker #" ::: "</title></script><b>$hostile" $'\u202etxt.exe\n\x1b[1m' $'\xff\xfe'
  as_every_reader page.html
  in_browser page.html <<'END'
equal(page.run("window.owned"), None)
equal(page.count("img, b"), 0)
words = page.text("pre")
assert "</script><script>window.owned=1</script><img src" in words, words[:300]
assert "&lt; the end" in words
for visible in ("[U+202E]gpj.exe", "שלום abc", "␛[31mred␛[0m␀␁␡", "\\xff\\xfe\\x80 not UTF-8"):
    assert visible in words, visible
assert "xxx… (1,000,000 bytes)" in words
assert len(words) < 2000, len(words)
assert page.texts("#workers td:nth-child(2)")[0].startswith("</title></script><b>printf"), page.texts("#workers td:nth-child(2)")
END
}

@test 'a click on a heading sorts, and the field and the list filter' {
  report_of --retries 2 --partial -n -j4 "$failing" ::: {1..40}
  in_browser page.html <<'END'
def column(n):
    return page.texts(f"#workers tbody tr:not([hidden]) td:nth-child({n})")

equal(column(1), [str(n) for n in range(1, 41)])
records = "#workers th:nth-child(9)"
equal(page.texts(records), ["Records"])
page.click(records + " button")
equal(page.run(f"document.querySelector('{records}').ariaSort"), "ascending")
by_records = [int(n.replace(",", "")) for n in column(9)]
equal(by_records, sorted(by_records))
page.click(records + " button")
equal(page.run(f"document.querySelector('{records}').ariaSort"), "descending")
equal([int(n) for n in column(9)], by_records[::-1])
page.click("#workers th:last-child button")
assert column(12)[0].startswith("✓"), column(12)[0]

page.click(".filter input")
page.type("status 1")
equal(sorted(column(1)), ["13", "26", "39"])
equal(page.text(".filter output"), "3 of 40")
page.run("document.querySelector('.filter input').select()")
page.type("no such text")
equal(column(1), [])
page.run("document.querySelector('.filter input').select()")
page.press("Backspace")
page.run("document.querySelector('.filter select').focus()")
page.type("✗")
page.press("ArrowDown")
assert len(column(1)) in (3, 37), column(1)
equal(page.complaints(), [])
END
}

@test 'pointing at a bar tells of its worker, and a click goes to its row' {
  report_of --retries 2 --partial -n -j2 "$failing" ::: {1..26}
  in_browser page.html <<'END'
def bar(outcome, n=0):
    "Where the n-th bar of a path is on the screen: its middle."
    return page.run("""(([outcome, n]) => {
        const path = [...document.querySelectorAll('path.bars')].find(path => path.dataset.outcome === outcome);
        path.closest('svg.time').scrollIntoView({block: 'center'});
        const bars = path.getAttribute('d').split('M').slice(1).flatMap(line => {
            const [, x, y, rest] = line.match(/^(\\d+) ([\\d.]+)(.*)$/);
            let at = Number(x);
            return [...('m0 0' + rest).matchAll(/m(-?\\d+) 0h(\\d+)/g)].map(([, dx, width]) => {
                at += Number(dx) + Number(width);
                return [at - width / 2, Number(y)];
            });
        });
        const point = new DOMPoint(...bars[n]).matrixTransform(path.getScreenCTM());
        return [point.x, point.y];
    })(""" + str([outcome, n]) + ")")

page.mouse("mouseMoved", *bar("failed"))
told = page.text("#tooltip")
failed = told.split()[0]
assert failed in ("P13", "P26") and "\nslot " in told, told
assert "failed" in told and "Records: 0" in told, told
page.mouse("mouseMoved", *bar("failed, tried again", 1))
told = page.text("#tooltip")
assert "failed, tried again\nfrom " in told, told

page.drag(*[bar("failed")] * 2)
equal("P" + page.text("tr.chosen td:first-child"), failed)
assert page.run("document.querySelector('tr.chosen').getBoundingClientRect().top < innerHeight")

series = page.middle_of("figure svg.time")
page.mouse("mouseMoved", *series)
assert page.text("#tooltip").split("\n")[0] in ("0", "1", "2"), page.text("#tooltip")
page.mouse("mouseMoved", 5, 5)
equal(page.run("document.querySelector('#tooltip').hidden"), True)
equal(page.complaints(), [])
END
}

@test 'dragging, buttons and keys zoom all charts together, and arrows go from worker to worker' {
  report_of -n -j2 'sleep 0.0{}; seq {}' ::: 3 4 3 4 3 4 1 2
  in_browser page.html <<'END'
def shown():
    boxes = page.run("[...document.querySelectorAll('svg.plot')].filter(plot => plot.closest('.time'))"
                     ".map(plot => plot.getAttribute('viewBox').split(' ').map(Number))")
    assert all(box[0] == boxes[0][0] and box[2] == boxes[0][2] for box in boxes), boxes
    return round(boxes[0][0]), round(boxes[0][0] + boxes[0][2])

equal(shown(), (0, 100000))
x, y = page.middle_of("svg.timeline")
ticks = page.texts("svg.timeline .ticks text")
page.drag((x, y), (x + 200, y))
first, last = shown()
assert 40000 < first < 60000 and 10000 < last - first < 30000, (first, last)
assert page.texts("svg.timeline .ticks text") != ticks
page.click("button.whole")
equal(shown(), (0, 100000))
equal(page.run("document.querySelector('button.whole').disabled"), True)
page.click(".zoom button:nth-of-type(1)")
equal(shown(), (25000, 75000))
page.click(".zoom button:nth-of-type(4)")
equal(shown(), (50000, 100000))

page.run("document.querySelector('svg.timeline').focus()")
page.press("-")
equal(shown(), (0, 100000))
page.press("+")
page.press("0")
equal(shown(), (0, 100000))
page.press("ArrowRight")
first = page.text("#tooltip").split()[0]
page.press("ArrowRight")
second = page.text("#tooltip").split()[0]
assert first in ("P1", "P2") and second in ("P3", "P4"), (first, second)
page.press("ArrowDown")
assert "slot 2" in page.text("#tooltip"), page.text("#tooltip")
page.press("Enter")
equal("P" + page.text("tr.chosen td:first-child"), page.text("#tooltip").split()[0])
page.press("Escape")
equal(page.run("document.querySelector('#tooltip').hidden"), True)

# All that can be clicked can be reached by the Tab key.
page.run("document.activeElement.blur()")
reached = 0
for _ in range(60):
    page.press("Tab")
    reached += page.run("document.activeElement !== document.body")
assert reached >= page.count("button:enabled, input, select, svg[tabindex], .wide"), reached
equal(page.complaints(), [])
END
}

@test 'bars that are too many to be told apart are, when few of them are shown' {
  report_of -j1 /bin/true x ::: {1..300}
  in_browser page.html <<'END'
def separators():
    return page.run("document.querySelector('.separators').getAttribute('d')").split("M")[1:]

equal(separators(), [])
for _ in range(3):
    page.click(".zoom button")
first, width = (round(number) for number in page.run("(({x, width}) => [x, width])(document.querySelector('svg.timeline .plot').viewBox.baseVal)"))
shown = separators()
assert 10 <= len(shown) <= 200, len(shown)
for separator in shown:
    assert first <= int(separator.split()[0]) <= first + width, (separator, first, width)
page.click("button.whole")
equal(separators(), [])
equal(page.complaints(), [])
END
}

@test 'the page is complete without JavaScript and under a policy that forbids style and script' {
  report_of --retries 2 --partial -n -j2 "$failing" ::: {1..26}
  sed 's/<head>/<head><meta http-equiv="Content-Security-Policy" content="default-src '"'none'"'">/' page.html >strict.html
  in_browser strict.html 1000 <<END
import os
for scheme in ("light", "dark"):
    page.emulate(prefers_color_scheme=scheme)
    page.draw()
    if "SCREENSHOTS" in os.environ:
        page.screenshot(f"{os.environ['SCREENSHOTS']}/strict-{scheme}.png")
assert any("Content Security Policy" in text for text in page.complaints()), page.complaints()
equal(page.count("button"), 0)
assert page.text(".status").endswith("2 of 26 workers failed"), page.text(".status")
assert "last words of 13" in page.text(".cause pre"), page.text(".cause pre")
equal(page.count("#workers tbody tr"), 26)
for chart in ("svg.timeline", "figure svg.time", "svg.histogram"):
    box = page.run(f"(box => [box.width, box.height])(document.querySelector('{chart}').getBoundingClientRect())")
    assert box[0] > 300 and box[1] > 40, (chart, box)
assert page.text("svg.timeline .ticks text") != ""
assert page.count("[style], style:not([nonce]), script:not([nonce])") == 0

page.call("Emulation.setScriptExecutionDisabled", value=True)
page.call("Page.navigate", url="file://$PWD/page.html")
page.wait_until("location.pathname.endsWith('/page.html') && document.readyState === 'complete'")
equal(page.count("button, #tooltip"), 0)
equal(page.count("#workers tbody tr"), 26)
END
}

@test 'the page can be printed on A4' {
  report_of --retries 2 --partial -n -j4 "seq {}; [ \$(({#} % 13)) != 0 ]" ::: {1..400}
  in_browser page.html <<'END'
import base64, os, re
pdf = base64.b64decode(page.call("Page.printToPDF", preferCSSPageSize=True)["data"])
sizes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
assert 5 <= len(sizes) <= 15, sizes
for width, height in sizes:
    equal((round(float(width)), round(float(height))), (595, 842))
if "SCREENSHOTS" in os.environ:
    open(f"{os.environ['SCREENSHOTS']}/page.pdf", "wb").write(pdf)
page.emulate(media="print")
page.resize(690)  # of A4 without its margins
assert page.run("document.documentElement.scrollWidth") <= 690
equal(page.run("getComputedStyle(document.querySelector('.filter')).display"), "none")
END
}

@test 'rows of a long table that are off the screen are not laid out, and it can be sorted and filtered all the same' {
  report_of -j2 /bin/true x ::: {1..600}
  in_browser page.html <<'END'
def is_laid_out(row):
    return page.run(f"document.querySelector('#workers tbody tr:{row} td').checkVisibility({{contentVisibilityAuto: true}})")

page.run("document.querySelector('#workers').scrollIntoView()")
page.draw()
equal((is_laid_out("first-child"), is_laid_out("last-child")), (True, False))
for width in (360, 2560):
    page.resize(width)
    page.draw()
    assert page.run("document.documentElement.scrollWidth") <= width, width
    heads, cells = (page.run(f"[...document.querySelectorAll('#workers {row}:first-child > *')].map(cell => cell.offsetLeft)")
                    for row in ("thead tr", "tbody tr"))
    equal(heads, cells)
    equal(page.run("[...document.querySelectorAll('#workers thead th')].filter(th => th.scrollWidth > th.clientWidth).length"), 0)
page.click("#workers th:first-child button")
page.click("#workers th:first-child button")
equal(page.text("#workers tbody td"), "600")
page.click(".filter input")
page.type("59")
shown = page.run("[...document.querySelectorAll('#workers tbody tr')].filter(row => row.offsetHeight > 0).length")
equal(f"{shown} of 600", page.text(".filter output"))
assert 0 < shown < 600, shown
page.emulate(media="print")
equal(page.run("getComputedStyle(document.querySelector('#workers tbody tr:not([hidden])')).display"), "table-row")
equal(page.complaints(), [])
END
}
