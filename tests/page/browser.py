"""browser.py URL [WIDTH]: opens URL in headless Chromium, and does what the Python on stdin says with `page`.

Chromium is driven through two pipes (--remote-debugging-pipe), so there is nothing to install beside it. The program
that it finds is $CHROMIUM, else the first of those below; without any, the exit status is 77."""

import base64, fcntl, itertools, json, os, shutil, subprocess, sys, tempfile, time

PATIENCE_S = 60
PROGRAMS = ["chromium", "chromium-browser", "google-chrome"]


def find_program():
    names = [os.environ["CHROMIUM"]] if "CHROMIUM" in os.environ else PROGRAMS
    return next(filter(None, map(shutil.which, names)), None)


class Browser:
    """One Chromium with an empty profile, and what it says."""

    def __init__(self, options=()):
        self.profile = tempfile.TemporaryDirectory(prefix="muster-page.")
        to_browser, self.commands = os.pipe()
        self.replies, from_browser = os.pipe()
        # Neither may be the 3 or the 4 that it is to become.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (to_browser, from_browser)]

        def place_pipes():
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self.process = subprocess.Popen(
            [find_program(), "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--hide-scrollbars",
             "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
             "--force-color-profile=srgb", f"--user-data-dir={self.profile.name}", *options, "about:blank"],
            preexec_fn=place_pipes, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        for end in (to_browser, from_browser, *ends):
            os.close(end)
        self.numbers = itertools.count(1)
        self.pending = b""
        self.events = []

    def receive(self):
        """The next message: one ends with a zero byte."""
        while b"\0" not in self.pending:
            data = os.read(self.replies, 1 << 20)
            if not data:
                raise RuntimeError("Chromium has ended")
            self.pending += data
        message, self.pending = self.pending.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.commands, data):]
        while True:
            reply = self.receive()
            if reply.get("id") != number:
                self.events.append(reply)
            elif "error" in reply:
                raise RuntimeError(f"{method}: {reply['error']['message']}")
            else:
                return reply["result"]

    def close(self):
        try:
            self.call("Browser.close")
            self.process.wait(10)
        except (RuntimeError, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        for _ in range(20):  # its helpers may still write there
            try:
                return self.profile.cleanup()
            except OSError:
                time.sleep(0.1)


class Page:
    """A tab. Texts that select an element are CSS selectors."""

    def __init__(self, browser, width=1280, height=900):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")
        self.height = height
        self.resize(width)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def resize(self, width):
        self.width = width
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=self.height, deviceScaleFactor=1, mobile=False)

    def open(self, url):
        """Returns after how many seconds the page was loaded and drawn."""
        start = time.monotonic()
        self.call("Page.navigate", url=url)
        self.wait_until("document.readyState === 'complete'")
        self.draw()
        return time.monotonic() - start

    def draw(self):
        """Waits until what has changed has been drawn."""
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def run(self, expression):
        """The value of a JavaScript expression, or that of its promise."""
        result = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description", details["text"]) + "\nin " + expression)
        return result["result"].get("value")

    def wait_until(self, condition):
        deadline = time.monotonic() + PATIENCE_S
        while not self.run(condition):
            if time.monotonic() > deadline:
                raise RuntimeError("this did not become true: " + condition)
            time.sleep(0.02)

    def text(self, selector):
        return self.run(f"document.querySelector({json.dumps(selector)}).innerText")

    def texts(self, selector):
        return self.run(f"[...document.querySelectorAll({json.dumps(selector)})].map(element => element.textContent.trim())")

    def count(self, selector):
        return self.run(f"document.querySelectorAll({json.dumps(selector)}).length")

    def middle_of(self, selector):
        return self.run(
            f"(element => {{ element.scrollIntoView({{block: 'center'}}); const box = element.getBoundingClientRect();"
            f"return [box.x + box.width / 2, box.y + box.height / 2] }})(document.querySelector({json.dumps(selector)}))")

    def mouse(self, kind, x, y, **more):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def click(self, selector):
        self.drag(*[self.middle_of(selector)] * 2)

    def drag(self, start, end):
        self.mouse("mouseMoved", *start)
        self.mouse("mousePressed", *start, button="left", clickCount=1)
        if start != end:
            self.mouse("mouseMoved", *end, button="left", buttons=1)
        self.mouse("mouseReleased", *end, button="left", clickCount=1)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def press(self, key):
        """A key by its name: Enter, Tab, ArrowRight, +."""
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        code = {"Backspace": 8, "Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39,
                "ArrowDown": 40}.get(key, 0)
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, windowsVirtualKeyCode=code)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def emulate(self, **features):
        """As a reader has set it: emulate(prefers_color_scheme="dark"); or emulate(media="print")."""
        media = features.pop("media", "")
        self.call("Emulation.setEmulatedMedia", media=media, features=[
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def screenshot(self, path, height_max=5000):
        """From the top of the page on."""
        height = min(height_max, self.run("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": self.width, "height": height, "scale": 1}
        image = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        with open(path, "wb") as file:
            file.write(base64.b64decode(image["data"]))

    def complaints(self):
        """What the console was told, and what went wrong."""
        self.run("0")  # what comes before its reply has come
        told = []
        for event in self.browser.events:
            parameters = event.get("params", {})
            if event.get("method") == "Log.entryAdded":
                told.append(parameters["entry"]["text"])
            elif event.get("method") == "Runtime.consoleAPICalled":
                told.append(" ".join(str(argument.get("value")) for argument in parameters["args"]))
            elif event.get("method") == "Runtime.exceptionThrown":
                told.append(parameters["exceptionDetails"]["exception"]["description"])
        return told

    def requests(self):
        """The addresses that were asked for, that of the page first."""
        self.run("0")
        return [event["params"]["request"]["url"] for event in self.browser.events
                if event.get("method") == "Network.requestWillBeSent"]


def equal(got, expected):
    assert got == expected, f"got {got!r}, expected {expected!r}"


def main():
    if not find_program():
        sys.exit(77)
    browser = Browser()
    try:
        page = Page(browser, *map(int, sys.argv[2:3]))
        loaded_after = page.open(sys.argv[1])
        exec(sys.stdin.read(), {"page": page, "equal": equal, "loaded_after": loaded_after})
    finally:
        browser.close()


if __name__ == "__main__":
    main()
