# SPDX-License-Identifier: BSL-1.0
"""page_test.py ROOT : the page of the codegen lab (bench/codegen/page.py) in a real browser.

Status 77 where there is no chromium. With PAGE_SHOTS=FOLDER it writes pictures of the page there.
"""

import base64
import copy
import fcntl
import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(sys.argv.pop(1)) / "bench" / "codegen"))
import page  # noqa: E402

CHROMIUM = shutil.which("chromium")

# --- small data


def lines_of(text):
    """Lines of a listing, one a line: kind, a bar, text; hot between lines of [ and ]."""
    lines, hot = [], False
    for line in filter(str.strip, text.splitlines()):
        if line.strip() in ("[", "]"):
            hot = line.strip() == "["
            continue
        kind, _, code = line.strip().partition("|")
        name, _, operands = code.partition(" ")
        words = f"\t{name}\t{operands}" if operands else f"\t{name}"
        lines.append([code if kind in ("label", "gap") else words, kind, hot])
    return lines


def filler(n):
    return "\n".join(f"integer|leaq {8 * i}(%rsp), %rdi" for i in range(n)) + "\n"


TILED = filler(40) + """
[
label|.L5:
load|vmovups (%rax), %ymm1
broadcast|vbroadcastss (%rcx), %ymm0
fma|vfmadd231ps %ymm1, %ymm0, %ymm2
fma|vfmadd231ps 32(%rax), %ymm0, %ymm3
arithmetic|vmaxps %ymm2, %ymm9, %ymm2
shuffle|vpermilps $27, %ymm2, %ymm3
store|vmovaps %ymm8, 32(%rsp)
call|call tessera::pack<float>(float const*, unsigned long)
integer|addq $64, %rax
branch|jne .L5
]
gap|... 212 lines left out
store|vmovups %ymm2, (%rdi)
call|call memcpy
arithmetic|vaddps %ymm1, %ymm2, %ymm2
fma|vfmadd213ps %ymm1, %ymm2, %ymm2
broadcast|vbroadcastss %xmm0, %ymm0
shuffle|vextractf128 $1, %ymm0, %xmm1
branch|jmp .L9
load|vmovups 8(%rsi), %ymm4
integer|ret
""" + filler(60)

SHORT = """
integer|xorl %eax, %eax
[
label|.L3:
load|movss (%rsi,%rax,4), %xmm0
arithmetic|mulss (%rdx), %xmm0
branch|jne .L3
]
integer|ret
"""

TWICE = filler(90) + """
[
label|.L7:
load|vmovups (%rax), %zmm1
]
integer|nop
[
fma|vfmadd231ps %zmm1, %zmm0, %zmm2
branch|jne .L7
]
""" + filler(50)

ARM = filler(30) + """
[
label|.L4:
load|ldp q1, q2, [x1], 32
fma|fmla v0.4s, v1.4s, v3.s[0]
branch|bne .L4
]
integer|ret
""" + filler(30)

LONG_NAME = ("void tessera::x86_64_v3::kernel::tile<4ul, 3ul, tessera::epilogue<"
             + "tessera::relu_t, std::tuple<"
             + "xsimd::batch<float, xsimd::fma3<xsimd::avx2>>, " * 8
             + "int>>>(float const*, float const*, std::integral_constant<unsigned long, 6ul>)")


def counters(*values):
    return dict(zip(page.COUNTERS, values))


def entry(specimen, variant, compiler, isa, listing, counted, rate=(None, None, None, None),
          **more):
    ratio, cycles, cpu, limit = rate
    return {"specimen": specimen, "variant": variant, "compiler": compiler, "isa": isa,
            "source": f"// {specimen}\nvoid {variant}() {{ run<{variant}>(1 & 2); }} // {compiler}",
            "nest": "", "function": f"{specimen}_{variant}", "lines": lines_of(listing),
            "counters": counted, "fmas_per_load": ratio, "cycles": cycles, "cpu": cpu,
            "limit": limit, "problem": "", **more}


NEST = "nest 1 of 1: C(i, j) = relu(sum_k A(i, k) * B(k, j) + b(j))\n  for i < m & k < 64 by 6"
NAIVE = counters(4, 1, 2, 2, 0, 0, 0, 0, 0, 32)
FULL = counters(10, 2, 3, 3, 1, 1, 1, 1, 1, 256)
WIDE = counters(3, 1, 1, 1, 0, 0, 0, 0, 0, 512)
FAST = (1.5, 6.25, "znver3", 0.97)
PROBLEM = "g++ cannot compile this: error: <tuple> & </script> missing"
TRICKY = "// </script><script>throw 1</script> & &amp; <!-- <b>\nint f() { return '\\'' < 1'000; }"

DATA = {
    "title": "tessera", "machine": "AMD EPYC", "date": "2026-11-27",
    "compilers": [{"id": "g++", "text": "g++ 12.2.0"}, {"id": "clang++-14", "text": "clang 14.0.6"},
                  {"id": "aarch64-linux-gnu-g++", "text": "g++ 12.2.0 for AArch64"}],
    "isas": [{"id": "x86-64", "text": "x86-64 (SSE2)"},
             {"id": "x86-64-v3", "text": "x86-64-v3 (AVX2, FMA)"},
             {"id": "x86-64-v4", "text": "x86-64-v4 (AVX-512)"},
             {"id": "aarch64", "text": "aarch64 (NEON)"}],
    "specimens": [
        {"id": "layer", "title": "relu(A * B + b), extents known at run time",
         "source": "void layer(M& c, M const& a, M const& b, row_vector<float> const& r)"
                   " { assign<tiled>(c, relu(a * b + r)); }"},
        {"id": "never", "title": "without entries", "source": ""},
        {"id": "tricky", "title": "a < b && \"c\" </script>", "source": TRICKY},
        {"id": "product", "title": "A * B", "source": "auto product = eval(a * b);"}],
    "variants": [{"id": "naive", "text": "eval<naive>"},
                 {"id": "dot_inner", "text": "eval<dot_inner>"},
                 {"id": "tiled", "text": "eval<tiled>"},
                 {"id": "hand", "text": "intrinsics by hand"},
                 {"id": "eigen", "text": "Eigen 3.4"}],
    "entries": [
        entry("layer", "naive", "g++", "x86-64-v3", SHORT, NAIVE, (0.5, 4, "znver3", 0.031),
              nest="nest: naive"),
        entry("layer", "naive", "g++", "x86-64", SHORT, counters(4, 0, 2, 2, 0, 0, 0, 0, 0, 32)),
        entry("layer", "tiled", "g++", "x86-64-v3", TILED, FULL, FAST, nest=NEST,
              function=LONG_NAME),
        entry("layer", "tiled", "g++", "x86-64-v4", TWICE, WIDE, (1, 1.5, "skylake-avx512", 0.5),
              nest=NEST),
        entry("layer", "tiled", "clang++-14", "x86-64-v3", TWICE, FULL, FAST, nest=NEST),
        entry("layer", "tiled", "clang++-14", "aarch64", ARM,
              counters(4, 1, 1, 1, 0, 0, 0, 0, 0, 128), (1, None, None, None)),
        entry("layer", "tiled", "aarch64-linux-gnu-g++", "aarch64", ARM,
              counters(4, 1, 1, 1, 0, 0, 0, 0, 0, 128)),
        entry("layer", "hand", "g++", "x86-64-v3", TILED, FULL, FAST),
        entry("layer", "eigen", "clang++-14", "x86-64-v3", "integer|ret", None, function=""),
        {"specimen": "layer", "variant": "eigen", "compiler": "g++", "isa": "x86-64-v3",
         "problem": PROBLEM},
        entry("tricky", "naive", "g++", "x86-64-v3", SHORT, NAIVE, source=TRICKY,
              nest="i < n && j </script>", function="a::operator<<b<c>(d)"),
        entry("tricky", "tiled", "clang++-14", "x86-64", SHORT, NAIVE, source="1 < 2 &lt; 3"),
        entry("product", "tiled", "g++", "x86-64-v3", TILED, FULL, FAST),
    ],
}

ROWS = [("instructions", "instructions"), ("multiply-adds", "fmas"), ("arithmetic", "arithmetic"),
        ("loads", "loads"), ("stores", "stores"), ("broadcasts", "broadcasts"),
        ("shuffles", "shuffles"), ("accesses of the stack", "spills"), ("calls", "calls"),
        ("bits of a register", "vector_bits"), ("multiply-adds a load", "fmas_per_load"),
        ("cycles by llvm-mca", "cycles"), ("share of the multiply-add limit", "limit")]
FIELDS = ("variant", "compiler", "isa")


def entries_of(specimen):
    return [e for e in DATA["entries"] if e["specimen"] == specimen]


def find(specimen, *choice):
    """The entry of such a choice; None where there is none."""
    return next((e for e in entries_of(specimen) if tuple(e[f] for f in FIELDS) == choice), None)


def large(n_entries=600, n_lines=150):
    """As much as a page of all specimens holds."""
    data, one = copy.deepcopy(DATA), entry("", "", "", "", TILED + filler(n_lines), FULL, FAST)
    data["specimens"] = [{"id": f"s{i}", "title": f"specimen {i}", "source": "f();"}
                         for i in range(n_entries // 60)]
    every = [(s["id"], v["id"], c["id"], i["id"]) for s in data["specimens"]
             for v in data["variants"] for c in data["compilers"] for i in data["isas"]]
    data["entries"] = [{**one, **dict(zip(("specimen", *FIELDS), keys))} for keys in every]
    return data


# --- a browser

# Moves the two ends of the pipes to where chromium looks for them.
TO_3_AND_4 = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.dup2(int(sys.argv[2]), 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Browser:
    """A chromium that obeys over two pipes."""

    FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-quic", "--hide-scrollbars", "--force-device-scale-factor=1")

    def __init__(self, folder):
        commands, self.commands = self._pipe()
        self.answers, answers = self._pipe()
        self.process = subprocess.Popen(
            [sys.executable, "-c", TO_3_AND_4, str(commands), str(answers), CHROMIUM, *self.FLAGS,
             f"--user-data-dir={folder}", "--remote-debugging-pipe", "about:blank"],
            pass_fds=(commands, answers), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True, env={**os.environ, "HOME": folder})
        os.close(commands)
        os.close(answers)
        self.number, self.pending, self.events = 0, b"", []

    @staticmethod
    def _pipe():
        """Both ends of a pipe, neither of which is 3 or 4."""
        ends = os.pipe()
        high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
        for end in ends:
            os.close(end)
        return high

    def _receive(self, until):
        while b"\0" not in self.pending:
            ready, _, _ = select.select([self.answers], [], [], max(0, until - time.monotonic()))
            more = os.read(self.answers, 1 << 16) if ready else b""
            if not more:
                raise RuntimeError("chromium does not answer")
            self.pending += more
        message, _, self.pending = self.pending.partition(b"\0")
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        """What the browser answers; what it tells besides is kept in `events`."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + 15
        while True:
            answer = self._receive(until)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            if "method" in answer:
                self.events.append(answer)

    def close(self):
        try:
            self.call("Browser.close")
            self.process.wait(5)
        except (RuntimeError, OSError, subprocess.TimeoutExpired):
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.commands)
        os.close(self.answers)


# What a reader sees of one side.
VIEW = """(side => {
  const parts = [...document.querySelectorAll(`.pair > .${side}`)];
  const text = node => node ? node.innerText : "";
  const scroll = i => parts[i].querySelector(".scroll");
  const chosen = field => parts[0].querySelector(`[data-field=${field}]`).value;
  const lines = [...scroll(3).querySelectorAll(".line")];
  return {
    choice: ["variant", "compiler", "isa"].map(chosen),
    note: text(parts[0].querySelector(".note:not([hidden])")),
    source: scroll(1).textContent, nest: scroll(2).textContent, pane: scroll(3).innerText.trim(),
    lines: lines.map(line => [line.textContent.replace(/\\s+/g, " ").trim(), line.dataset.kind,
                              Boolean(line.closest(".hot"))]),
    titles: lines.map(line => line.title),
    function: parts[3].querySelector(".function:not([hidden]) [title]")?.title ?? "",
    heads: parts.slice(1).map(part => part.querySelector(".who").textContent),
    column: [...document.querySelectorAll("#counters tbody tr")].map(row => [
      row.querySelector("th").textContent,
      row.querySelector(`td.${side} .number`).firstChild.textContent,
      text(row.querySelector(`td.${side} .cpu`)),
      Boolean(row.querySelector(`td.${side} .better`))]),
    head: document.querySelector(`#counters thead .${side} .who`).textContent,
  };
})"""

# Contrast of all words that are there, each against the grounds that lie below it.
CONTRAST = """(() => {
  const parse = text => {
    const numbers = text.match(/[\\d.]+/g).map(Number);
    return {rgb: numbers.slice(0, 3), alpha: numbers[3] ?? 1};
  };
  const over = (top, below) => top.rgb.map((c, i) => c * top.alpha + below[i] * (1 - top.alpha));
  const channel = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = node => {
    const below = node.parentElement ? ground(node.parentElement) : [255, 255, 255];
    return over(parse(getComputedStyle(node).backgroundColor), below);
  };
  const faded = node => node && (getComputedStyle(node).opacity < 1 || faded(node.parentElement));
  const found = [];
  const add = (node, style, what) => {
    const below = ground(node), ink = over(parse(style.color), below);
    const [dark, bright] = [luminance(below), luminance(ink)].sort((a, b) => a - b);
    found.push({what, ink: ink.join(), ground: below.join(), faded: Boolean(faded(node)),
                ratio: (bright + 0.05) / (dark + 0.05)});
  };
  for (const node of document.querySelectorAll("body *")) {
    if (!node.checkVisibility() || node.matches("script, option, noscript, svg *")) continue;
    const own = [...node.childNodes].some(c => c.nodeType === 3 && c.data.trim());
    const what = `${node.closest(".hot") ? "hot " : ""}${node.tagName} ${node.className} `
      + `in ${node.parentElement.className}`;
    if (own || node.tagName === "SELECT") add(node, getComputedStyle(node), what);
    const before = getComputedStyle(node, "::before");
    if (!["none", "normal", '""'].includes(before.content)) add(node, before, what + " ::before");
  }
  return found;
})()"""


class Page:
    """One page in a tab of its own."""

    def __init__(self, browser, url, width=1440, height=900, scheme="light"):
        self.browser = browser
        self.target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=self.target,
                                    flatten=True)["sessionId"]
        browser.events.clear()
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.resize(width, height)
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"}])
        self.go(url)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def resize(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)

    def go(self, url):
        self.call("Page.navigate", url=url)
        self.wait(f"location.href.startsWith({json.dumps(url.split('#', maxsplit=1)[0])})"
                  " && document.readyState === 'complete'")

    def reload(self):
        self.run("window.stale = true")
        self.call("Page.reload")
        self.wait("!window.stale && document.readyState === 'complete'")

    def run(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description"))
        return answer["result"].get("value")

    def wait(self, condition):
        """Until it is so; a failure where it does not come to be."""
        until = time.monotonic() + 5
        while True:
            try:
                if self.run(condition):
                    return
            except RuntimeError as problem:
                # What was asked while one document gave way to the next is asked again.
                if "context" not in str(problem):
                    raise
            if time.monotonic() > until:
                raise AssertionError(f"never so: {condition}")
            time.sleep(0.01)

    def settle(self):
        """Until what was scrolled has been drawn, and the page has answered to it."""
        self.call("Page.bringToFront")
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>"
                 " requestAnimationFrame(done))))")

    def view(self, side):
        return self.run(f"{VIEW}({json.dumps(side)})")

    def choose(self, selector, value):
        self.run(f"""(() => {{
          const select = document.querySelector({json.dumps(selector)});
          select.value = {json.dumps(value)};
          select.dispatchEvent(new Event("change", {{bubbles: true}}));
        }})()""")

    def options(self, selector):
        return self.run(f"[...document.querySelector({json.dumps(selector)}).options]"
                        ".map(option => option.value)")

    def click(self, selector):
        """With the mouse, so that what lies above it would be hit instead."""
        x, y = self.run(f"""(() => {{
          const node = document.querySelector({json.dumps(selector)});
          node.scrollIntoView({{block: "center"}});
          const box = node.getBoundingClientRect();
          return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key, code):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                      windowsVirtualKeyCode=code, **({"text": "\r"} if key == "Enter" else {}))

    def complaints(self):
        """Errors, exceptions, and requests beyond the page itself."""
        self.settle()
        found = []
        for event in self.browser.events:
            method, told = event["method"], event["params"]
            if method == "Runtime.exceptionThrown":
                found.append(told["exceptionDetails"].get("exception", {}).get("description"))
            elif method == "Runtime.consoleAPICalled":
                found.append(f"console.{told['type']}")
            elif method == "Log.entryAdded":
                found.append(told["entry"]["text"])
            elif method == "Network.requestWillBeSent" and told.get("type") != "Document":
                found.append(told["request"]["url"][:80])
        return found

    def requests(self):
        return [event["params"]["request"]["url"] for event in self.browser.events
                if event["method"] == "Network.requestWillBeSent"]

    def shoot(self, path, whole=True):
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=whole, format="png")
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)


@unittest.skipIf(CHROMIUM is None, "there is no chromium")
class InBrowser(unittest.TestCase):
    """What a reader sees, and what answers to mouse and keyboard."""

    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        cls.addClassCleanup(holder.cleanup)
        cls.folder = pathlib.Path(holder.name)
        page.write_page(DATA, cls.folder / "page.html")
        cls.url = (cls.folder / "page.html").as_uri()
        cls.browser = Browser(str(cls.folder / "profile"))
        cls.addClassCleanup(cls.browser.close)

    def open(self, hash_="", **options):
        opened = Page(self.browser, options.pop("url", self.url) + hash_, **options)
        self.addCleanup(opened.close)
        return opened

    def assert_shows(self, opened, side, specimen, entry_):
        """Is all of an entry there, and nothing of another?"""
        view = opened.view(side)
        full = {"source": "", "nest": "", "function": "", "lines": [], "counters": None,
                "fmas_per_load": None, "cycles": None, "limit": None, "cpu": None, **entry_}
        self.assertEqual(view["choice"], [entry_[f] for f in FIELDS])
        words = ", ".join(next(i["text"] for i in DATA[f + "s"] if i["id"] == entry_[f])
                          for f in FIELDS)
        self.assertEqual(view["heads"] + [view["head"]], [words] * 4)
        if full["source"] or not full["problem"]:
            self.assertEqual(view["source"], full["source"])
        else:
            self.assertEqual(view["source"], full["problem"])
        self.assertEqual(view["nest"], full["nest"] or view["nest"])
        self.assertTrue(full["nest"] or "prints nothing" in view["nest"])
        self.assertEqual(view["lines"], [[" ".join(t.split()), k, h] for t, k, h in full["lines"]])
        self.assertEqual(view["function"], full["function"])
        self.assertTrue(view["pane"])
        self.assertIn(full["problem"], view["pane"])
        self.assert_column(view["column"], full)
        given = opened.run("document.querySelector('#given').textContent")
        self.assertEqual(given, next(s["source"] for s in DATA["specimens"] if s["id"] == specimen))

    def assert_column(self, column, full):
        self.assertEqual([row[0] for row in column], [name for name, _ in ROWS])
        for (name, shown, cpu, _), (_, key) in zip(column, ROWS):
            value = {**full, **(full["counters"] or {})}.get(key)
            if value is None:
                self.assertEqual(shown, "–", name)
            elif key == "limit":
                self.assertEqual(shown, f"{100 * value:.0f} %", name)
            else:
                self.assertEqual(float(shown), value, name)
            self.assertEqual(cpu, full["cpu"] if key == "cycles" and value is not None else "")

    # --- as it opens

    def test_loads_quietly(self):
        opened = self.open()
        self.assertEqual(opened.complaints(), [])
        self.assertEqual(opened.requests(), [self.url])
        self.assertEqual(opened.run("document.title"), "tessera: codegen lab")
        self.assertIn("AMD EPYC, 2026-11-27", opened.run("document.body.innerText"))
        self.assert_shows(opened, "left", "layer", find("layer", "naive", "g++", "x86-64-v3"))
        self.assert_shows(opened, "right", "layer", find("layer", "tiled", "g++", "x86-64-v3"))

    def test_only_what_is_shown_is_there(self):
        path = self.folder / "large.html"
        page.write_page(large(), path)
        self.assertGreater(path.stat().st_size, 3_000_000)
        opened = self.open(url=path.as_uri())
        self.assertLess(opened.run("document.querySelectorAll('*').length"), 3000)
        spent = opened.run("""(() => {
          const begin = performance.now();
          for (let i = 0; i < 10; ++i) document.querySelector("#next").click();
          return document.body.offsetHeight && (performance.now() - begin) / 10;
        })()""")
        self.assertLess(spent, 250)

    def test_names_for_those_who_listen(self):
        opened = self.open()
        nodes = opened.call("Accessibility.getFullAXTree")["nodes"]
        seen = {}
        for node in nodes:
            role = node.get("role", {}).get("value")
            if not node.get("ignored"):
                seen.setdefault(role, []).append(node.get("name", {}).get("value", ""))
        self.assertEqual(seen["combobox"],
                         ["specimen", *("variant", "compiler", "instruction set") * 2])
        self.assertEqual(len(seen["columnheader"]), 2)
        self.assertEqual(len(seen["rowheader"]), len(ROWS))
        self.assertEqual(seen["checkbox"], ["scroll together"])
        self.assertIn("assembly, right", seen["region"])
        self.assertLessEqual({"What is shown", "Comparisons", "left", "right", "hot loop"},
                             set(seen["group"]))
        for role in ("combobox", "button", "checkbox", "region"):
            anonymous = [name for name in seen[role] if not name.strip()]
            self.assertEqual(anonymous, [], role)
        self.assertEqual(opened.run("document.documentElement.lang"), "en")
        viewport = opened.run("document.querySelector('[name=viewport]').content")
        self.assertIn("width=device-width", viewport)

    # --- choosing

    def test_every_selector(self):
        opened = self.open()
        for side, other in (("left", "right"), ("right", "left")):
            for field in FIELDS:
                selector = f".chooser .{side} [data-field={field}]"
                there = {e[field] for e in entries_of("layer")}
                self.assertEqual(opened.options(selector),
                                 [i["id"] for i in DATA[field + "s"] if i["id"] in there])
                for value in opened.options(selector):
                    before, beside = opened.view(side), opened.view(other)
                    opened.choose(selector, value)
                    after = opened.view(side)
                    at = FIELDS.index(field)
                    wanted = [*before["choice"][:at], value, *before["choice"][at + 1:]]
                    self.assertEqual(after["choice"][at], value)
                    self.assert_shows(opened, side, "layer", find("layer", *after["choice"]))
                    self.assertEqual(opened.view(other)["lines"], beside["lines"])
                    self.assertEqual(opened.view(other)["choice"], beside["choice"])
                    if find("layer", *wanted):
                        self.assertEqual((after["choice"], after["note"]), (wanted, ""))
                    else:
                        self.assertIn("There is no ", after["note"])
                        self.assertIn(after["heads"][0], after["note"])

    def test_every_specimen(self):
        opened = self.open()
        self.assertEqual(opened.options("#specimen"), ["layer", "tricky", "product"])
        for specimen in ("tricky", "product", "layer"):
            opened.choose("#specimen", specimen)
            for side in ("left", "right"):
                view = opened.view(side)
                self.assert_shows(opened, side, specimen, find(specimen, *view["choice"]))
        # What a specimen lacks is said, and comes back with one that has it.
        self.assertEqual(opened.view("left")["choice"], ["naive", "g++", "x86-64-v3"])
        opened.choose("#specimen", "product")
        view = opened.view("left")
        self.assertEqual(view["note"], "There is no eval<naive>, g++ 12.2.0, x86-64-v3 (AVX2, FMA)"
                         " of this specimen; shown is eval<tiled>, g++ 12.2.0, x86-64-v3"
                         " (AVX2, FMA).")
        opened.choose("#specimen", "layer")
        view = opened.view("left")
        self.assertEqual((view["choice"][0], view["note"]), ("naive", ""))

    def test_steps_and_keys(self):
        opened = self.open()
        for selector, specimen in (("#next", "tricky"), ("#next", "product"), ("#next", "layer"),
                                   ("#previous", "product")):
            opened.click(selector)
            self.assertEqual(opened.run("document.querySelector('#specimen').value"), specimen)
        opened.run("document.querySelector('#next').focus()")
        opened.press("Enter", 13)
        self.assertEqual(opened.run("document.querySelector('#specimen').value"), "layer")
        opened.run("document.querySelector('.chooser .left select').focus()")
        opened.press("ArrowDown", 40)
        self.assertEqual(opened.view("left")["choice"][0], "tiled")
        self.assertTrue(opened.run("document.activeElement.matches('.chooser .left select')"))

    def test_comparisons(self):
        opened = self.open()
        pressed = "[...document.querySelectorAll('#presets [aria-pressed=true]')]"\
                  ".map(button => button.textContent)"
        self.assertEqual(opened.run(pressed), ["eval<naive> | eval<tiled>"])
        buttons = opened.run("[...document.querySelectorAll('#presets button')]"
                             ".map(button => [button.textContent, button.disabled])")
        self.assertEqual(buttons, [
            ["eval<naive> | eval<tiled>", False], ["eval<dot_inner> | eval<tiled>", True],
            ["eval<tiled> | intrinsics by hand", False], ["eval<tiled> | Eigen 3.4", False],
            ["g++ 12.2.0 | clang 14.0.6", False], ["x86-64-v3 | x86-64-v4", False]])
        tiled = ["tiled", "g++", "x86-64-v3"]
        for i, right in ((3, ["hand", *tiled[1:]]), (4, ["eigen", *tiled[1:]]),
                         (5, ["tiled", "clang++-14", tiled[2]]), (6, [*tiled[:2], "x86-64-v4"])):
            opened.click(f"#presets button:nth-of-type({i})")
            self.assertEqual([opened.view(s)["choice"] for s in ("left", "right")], [tiled, right])
            self.assertEqual(opened.run(pressed), [buttons[i - 1][0]])
        opened.click("#swap")
        self.assertEqual(opened.view("right")["choice"], tiled)
        self.assert_shows(opened, "left", "layer", find("layer", "tiled", "g++", "x86-64-v4"))

    # --- what is shown

    def test_problems_and_gaps(self):
        opened = self.open("#specimen=layer&left=eigen,g++,x86-64-v3"
                           "&right=eigen,clang++-14,x86-64-v3")
        left, right = opened.view("left"), opened.view("right")
        self.assertEqual((left["source"], left["pane"], left["lines"]), (PROBLEM, PROBLEM, []))
        self.assertIn("There is no loop in this.", right["pane"])
        self.assertEqual({row[1] for row in left["column"] + right["column"]}, {"–"})
        buttons = opened.run("[...document.querySelectorAll('.to-loop')]"
                             ".map(button => button.checkVisibility())")
        self.assertEqual(buttons, [False, False])
        opened.run("document.querySelector('#nests').open = true")
        self.assertIn("explain prints nothing for Eigen 3.4.", opened.view("left")["nest"])
        self.assertEqual(opened.complaints(), [])

    def test_better_sides(self):
        opened = self.open()
        better = {side: {row[0] for row in opened.view(side)["column"] if row[3]}
                  for side in ("left", "right")}
        self.assertEqual(better["left"], {"accesses of the stack", "calls"})
        self.assertEqual(better["right"], {"bits of a register", "multiply-adds a load",
                                           "share of the multiply-add limit"})

    def test_hot_loop(self):
        opened = self.open("#specimen=layer&left=tiled,clang++-14,x86-64-v3"
                           "&right=tiled,g++,x86-64-v3")
        for side in ("left", "right"):
            marks = opened.run(f"""(() => {{
              const pane = document.querySelector("#panes .{side} .pane");
              const box = pane.getBoundingClientRect();
              return [...pane.querySelectorAll(".hot")].map(hot => {{
                const style = getComputedStyle(hot), own = hot.getBoundingClientRect();
                return {{ground: style.backgroundColor, bar: style.boxShadow, name: hot.ariaLabel,
                         top: own.top - box.top, below: box.bottom - own.bottom,
                         around: getComputedStyle(pane.closest(".card")).backgroundColor,
                         lines: hot.children.length}};
              }});
            }})()""")
            self.assertEqual([mark["lines"] for mark in marks],
                             [2, 2] if side == "left" else [11])
            for mark in marks:
                self.assertNotIn(mark["ground"], (mark["around"], "rgba(0, 0, 0, 0)"))
                self.assertIn("inset", mark["bar"])
                self.assertEqual(mark["name"], "hot loop")
                self.assertGreaterEqual(mark["top"], 0)
                self.assertGreaterEqual(mark["below"], 0)
            view = opened.view(side)
            for (_, _, hot), title in zip(view["lines"], view["titles"]):
                self.assertEqual(title.endswith(", in the hot loop"), hot)
        self.assertIn("multiply-add, in the hot loop", view["titles"])
        self.assertIn("branch", view["titles"])

    def test_function_names(self):
        opened = self.open("#specimen=layer&left=tiled,g++,x86-64-v3&right=naive,g++,x86-64-v3")
        shown = "document.querySelector('#panes .left .function').innerText"
        self.assertEqual(opened.run(shown).strip(),
                         "hot loop in void tessera::x86_64_v3::kernel::tile<…>(…)")
        opened.click("#panes .left .function summary")
        self.assertIn(LONG_NAME, opened.run(shown))
        self.assertEqual(opened.run("document.querySelector('#panes .right .function').innerText"),
                         "hot loop in layer_naive")

    def test_kinds_have_signs(self):
        opened = self.open()
        signs = opened.run("""[...document.querySelectorAll("#panes .right .line")].map(line =>
          [line.dataset.kind, getComputedStyle(line, "::before").content.match(/^"(.)/)?.[1]])""")
        of_kind = dict(map(tuple, signs))
        self.assertEqual(set(of_kind), set(page.KINDS))
        visible = [sign for kind, sign in of_kind.items() if kind not in ("label", "gap")]
        self.assertEqual(len(set(visible) - {None}), 9)
        opened.click("#legend [data-kind=load]")
        outlined = opened.run("""[...document.querySelectorAll("#panes .op")]
          .filter(op => getComputedStyle(op).outlineStyle === "solid")
          .map(op => op.parentNode.dataset.kind)""")
        self.assertEqual((set(outlined), len(outlined)), ({"load"}, 3))
        opened.click("#legend [data-kind=load]")
        self.assertEqual(opened.run("document.querySelectorAll('.lit').length"), 0)

    # --- scrolling

    def tops(self, opened):
        opened.settle()
        return opened.run("[...document.querySelectorAll('.pane')].map(pane => pane.scrollTop)")

    def test_panes_scroll_together(self):
        opened = self.open("#specimen=layer&left=tiled,clang++-14,x86-64-v3"
                           "&right=tiled,g++,x86-64-v3")
        left, right = self.tops(opened)
        self.assertGreater(left, right)
        self.assertGreater(right, 0)
        for i, by in ((0, 100), (1, -60), (1, 30), (0, -200)):
            before = self.tops(opened)
            opened.run(f"document.querySelectorAll('.pane')[{i}].scrollTop += {by}")
            self.assertEqual(self.tops(opened), [top + by for top in before])
        # Beyond the end of one and back again, they are as far from each other as before.
        before = self.tops(opened)
        opened.run("document.querySelectorAll('.pane')[0].scrollTop = 0")
        self.assertEqual(self.tops(opened), [0, 0])
        opened.run(f"document.querySelectorAll('.pane')[0].scrollTop = {before[0]}")
        self.assertEqual(self.tops(opened), before)
        opened.click("#together")
        opened.run("document.querySelectorAll('.pane')[0].scrollTop += 50")
        self.assertEqual(self.tops(opened), [before[0] + 50, before[1]])
        self.assertIn("together=no", opened.run("location.hash"))
        opened.click("#together")
        opened.run("document.querySelectorAll('.pane')[1].scrollTop += 7")
        self.assertEqual(self.tops(opened), [before[0] + 57, before[1] + 7])
        opened.click("#panes .left .to-loop")
        self.assertEqual(self.tops(opened), [left, before[1] + left - before[0] - 50])

    def test_wheel(self):
        opened = self.open("#specimen=layer&left=tiled,clang++-14,x86-64-v3"
                           "&right=tiled,g++,x86-64-v3")
        opened.run("document.querySelector('#panes').scrollIntoView({block: 'end'})")
        left, right = self.tops(opened)
        x, y = opened.run("(box => [box.x + 50, box.y + 50])"
                          "(document.querySelector('.pane').getBoundingClientRect())")
        opened.call("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=-90)
        opened.wait(f"document.querySelectorAll('.pane')[1].scrollTop === {right - 90}")
        self.assertEqual(self.tops(opened), [left - 90, right - 90])

    # --- the address

    def views(self, opened):
        return ([opened.view(side) for side in ("left", "right")],
                opened.run("[document.querySelector('#specimen').value,"
                           " document.querySelector('#together').checked]"))

    def test_address(self):
        opened = self.open()
        opened.choose(".chooser .left [data-field=variant]", "hand")
        opened.choose(".chooser .right [data-field=isa]", "aarch64")
        self.assertIn("right=tiled,clang++-14,aarch64", opened.run("location.hash"))
        opened.click("#together")
        views, address = self.views(opened), opened.run("location.hash")
        self.assertEqual(address, "#specimen=layer&left=hand,g++,x86-64-v3"
                         "&right=tiled,clang++-14,aarch64&together=no")
        views[0][1]["note"] = ""  # What was asked for is by now what is shown.
        opened.reload()
        self.assertEqual(self.views(opened), views)
        self.assertEqual(self.views(self.open(address)), views)
        opened.run("location.hash = '#specimen=product'")
        opened.wait("document.querySelector('#specimen').value === 'product'")
        # A choice that this specimen lacks outlives a reload.
        views = self.views(opened)
        self.assertIn("There is no eval<naive>", views[0][0]["note"])
        opened.reload()
        self.assertEqual(self.views(opened), views)
        self.assertEqual(opened.complaints(), [])

    def test_addresses_that_make_no_sense(self):
        for address in ("#", "#specimen=%E0%A4%A&left=a,b,c&right", "#=&&left=,,&together=maybe",
                        "#specimen=never", "#left=%3Cb%3E,g++,x86-64-v3&__proto__=1"):
            opened = self.open(address)
            self.assertEqual(opened.complaints(), [], address)
            for side in ("left", "right"):
                view = opened.view(side)
                self.assert_shows(opened, side, "layer", find("layer", *view["choice"]))
        self.assertIn("There is no <b>, g++ 12.2.0", opened.view("left")["note"])

    # --- how it looks

    def test_contrast(self):
        for scheme in ("light", "dark"):
            opened = self.open("#specimen=layer&left=tiled,g++,x86-64-v3&right=eigen,g++,x86-64-v3",
                               scheme=scheme)
            opened.run("for (const node of document.querySelectorAll('details')) node.open = true")
            opened.run("document.querySelector('#legend button').click()")
            found = opened.run(CONTRAST)
            opened.choose(".chooser .right [data-field=compiler]", "aarch64-linux-gnu-g++")
            found += opened.run(CONTRAST)
            self.assertGreater(len(found), 300)
            for one in found:
                self.assertGreaterEqual(one["ratio"], 4.5, (scheme, one))
                self.assertFalse(one["faded"], (scheme, one))
            what = [one["what"] for one in found]
            for kind in page.KINDS[:9]:
                for place in ("SPAN op in line ", "hot SPAN op in line "):
                    self.assertTrue(any(w.startswith(place + kind) for w in what), (place, kind))
            for part in ("problem", "note", "cpp-keyword", "cpp-comment", "cpp-number", "whole",
                         "line gap", "hot SPAN line label", "tick", "cpu", "::before"):
                self.assertTrue(any(part in w for w in what), part)
            inks = {one["ink"] for one in found if "SPAN op in" in one["what"]}
            self.assertEqual(len(inks), 9, scheme)
            grounds = opened.run("getComputedStyle(document.body).backgroundColor")
            dark = max(map(int, grounds[4:-1].split(","))) < 64
            self.assertEqual(dark, scheme == "dark")

    def test_narrow(self):
        for address in ("", "#specimen=layer&left=tiled,g++,x86-64-v3&right=eigen,g++,x86-64-v3",
                        "#specimen=tricky"):
            opened = self.open(address, width=360, height=740)
            opened.run("for (const node of document.querySelectorAll('details')) node.open = true")
            beyond = opened.run("""[...document.querySelectorAll("body *")].filter(node =>
              node.checkVisibility() && !node.closest(".scroll *, .unseen, .function *")
              && node.getBoundingClientRect().right > 360.5)
              .map(node => node.outerHTML.slice(0, 90))""")
            self.assertEqual(beyond, [])
            self.assertEqual(opened.run("document.documentElement.scrollWidth"), 360)
            self.assertTrue(opened.run("""(() => {
              const [left, right] = [...document.querySelectorAll("#panes .card")]
                .map(card => card.getBoundingClientRect());
              return left.bottom <= right.top && left.width > 300;
            })()"""))
        opened = self.open(width=360, height=740)
        opened.run("document.querySelectorAll('.pane')[1].scrollLeft = 40")
        self.assertEqual(opened.run("document.querySelectorAll('.pane')[1].scrollLeft"), 40)

    def test_wide(self):
        opened = self.open()
        self.assertEqual(opened.run("document.documentElement.scrollWidth"), 1440)
        self.assertTrue(opened.run("""(() => {
          const [left, right] = [...document.querySelectorAll("#panes .card")]
            .map(card => card.getBoundingClientRect());
          return left.right <= right.left && left.height === right.height;
        })()"""))

    @unittest.skipUnless("PAGE_SHOTS" in os.environ, "no pictures are asked for")
    def test_pictures(self):
        folder = pathlib.Path(os.environ["PAGE_SHOTS"])
        folder.mkdir(parents=True, exist_ok=True)
        for name, options in (("wide-light", {}), ("wide-dark", {"scheme": "dark"}),
                              ("narrow", {"width": 360, "height": 740})):
            opened = self.open(**options)
            opened.run("document.querySelector('#nests').open = true")
            opened.shoot(folder / f"{name}-top.png", whole=False)
            opened.shoot(folder / f"{name}.png")
            opened.run("document.querySelector('#panes').scrollIntoView({block: 'end'})")
            opened.settle()
            opened.shoot(folder / f"{name}-assembly.png", whole=False)
        opened = self.open("#specimen=product&left=naive,g++,x86-64-v3&right=tiled,g++,x86-64-v3")
        opened.shoot(folder / "note.png", whole=False)


class Writer(unittest.TestCase):
    """What is written, and what is refused."""

    def test_embedded(self):
        text = page.embedded(DATA)
        self.assertNotIn("<", text)
        self.assertEqual(json.loads(text), DATA)

    def test_one_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "page.html"
            page.write_page(DATA, path)
            text = path.read_text("utf-8")
        self.assertEqual(text.count("</script>"), 2)
        self.assertNotIn("@DATA@", text)
        self.assertNotIn("http", text.replace("http-equiv", ""))

    def test_refuses(self):
        def with_entry(**changes):
            return {"entries": [{**DATA["entries"][2], **changes}]}

        for changes, sentence in (
                ({"title": None}, "the data: title is a NoneType"),
                ({"entries": []}, "the data: entries is empty"),
                ({"variants": []}, "the data: variants is empty"),
                ({"isas": [{"id": "a"}]}, "isas[0] has no text"),
                ({"isas": DATA["isas"] * 2}, "isas has 'x86-64' twice"),
                ({"specimens": [{"id": "layer", "title": "t"}]}, "specimens[0] has no source"),
                ({"entries": [7]}, "entries[0] is not an object"),
                ({"entries": DATA["entries"][:1] * 2}, "entries has layer, naive, g++, x86-64-v3"),
                (with_entry(variant="x"), "there is no variant 'x'"),
                (with_entry(source=None), "source is a NoneType"),
                (with_entry(lines=[["ret", "fma"]]), "lines[0] is not [text, kind"),
                (with_entry(lines=[["ret", "jump", True]]), "of no known kind: 'jump'"),
                (with_entry(lines=[["ret", "fma", 1]]), "lines[0] is not [text, kind"),
                (with_entry(counters={"fmas": 1}), "counters has no number of instructions"),
                (with_entry(limit=float("inf")), "limit is inf, not a number"),
                (with_entry(cycles="6"), "cycles is a str"),
                (with_entry(cpu=3), "cpu is a int")):
            with self.assertRaisesRegex(ValueError, "^[^\n]+$") as raised:
                page.write_page({**DATA, **changes}, pathlib.Path(os.devnull))
            self.assertIn(sentence, str(raised.exception))
        without = {key: DATA[key] for key in DATA if key != "machine"}
        with self.assertRaisesRegex(ValueError, "^the data has no machine$"):
            page.write_page(without, pathlib.Path(os.devnull))


if __name__ == "__main__":
    done = unittest.main(exit=False).result
    if done.wasSuccessful() and CHROMIUM is None:
        print("there is no chromium, so that the page was not opened")
        sys.exit(77)
    sys.exit(not done.wasSuccessful())
