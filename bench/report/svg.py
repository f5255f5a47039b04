# SPDX-License-Identifier: BSL-1.0
"""Markup, scales and axes for report.py; knows nothing of benchmarks. A chart is an SVG with a ground of its own, so that
it reads on a light and on a dark page."""
import html, math, re

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 520, 52, 400, 56, 330
LIGHT = ('#2a78d6', '#138a61', '#b87900', '#4a3aa7', '#d63a39', '#5f7d00', '#c9447a', '#7a5c3e')
DARK = ('#4a94ee', '#1fb07e', '#d99a1c', '#9d93f0', '#ec7474', '#9cba3a', '#e0699a', '#b8977a')
MARKERS = ('M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z', 'M-3.5-3.5h7v7h-7z', 'M0-5l5 5-5 5-5-5z', 'M0-5l4.5 8.5h-9z',
           'M0 5l4.5-8.5h-9z')
CROSS = 'M-5-5L5 5M-5 5L5-5'


def escape(text):
    """Text as it may stand in XML, where control characters may not stand at all."""
    return html.escape(re.sub('[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]', '\ufffd', str(text)))


def tag(name, *content, **attributes):
    """The content is markup, the attributes are not: class_='x' is class="x", aria_label is aria-label; '' is left out."""
    value = lambda v: f'{v:.1f}' if isinstance(v, float) else escape(v)
    written = (f' {key.strip("_").replace("_", "-")}="{value(v)}"' for key, v in attributes.items() if v != '')
    return f'<{name}{"".join(written)}>{"".join(content)}</{name}>'


def label(x, y, words, **attributes): return tag('text', escape(words), x=float(x), y=float(y), **attributes)


def line(points, class_): return tag('path', d='M' + 'L'.join(f'{x:.1f} {y:.1f}' for x, y in points), class_=class_)


def marker(shape, x, y, class_, tip=''):
    content = [tag('title', escape(tip))] if tip else []
    return tag('path', *content, d=shape, class_=class_, transform=f'translate({x:.1f} {y:.1f})')


def digits(number): return f'{number:.0f}' if number >= 100 else f'{number:.3g}'


def colours(ground, ink, muted, grid, series):
    return (f'.ground{{fill:{ground};stroke:{grid}}}.hollow{{fill:{ground}}}text{{fill:{ink}}}.ink{{color:{ink}}}'
            f'text.muted{{fill:{muted}}}.grid{{stroke:{grid}}}'
            + ''.join(f'.s{i}{{color:{colour}}}' for i, colour in enumerate(series)))


STYLE = ('text{font:13px system-ui,sans-serif}text.title{font-size:15px;font-weight:600}text.strong{font-weight:600}'
         '.line,.roof,.hollow,.stem,.cross{stroke:currentColor;stroke-width:1.5}.line,.roof,.cross{fill:none}'
         '.filled{fill:currentColor}.s0.line{stroke-width:2.5}.cross{stroke-width:2}.roof{stroke-dasharray:6 4}'
         '.stem{opacity:.4}' + colours('#ffffff', '#24292f', '#59636e', '#e2e5e9', LIGHT)
         + f'@media (prefers-color-scheme:dark){{{colours("#14181d", "#e6eaef", "#9aa4af", "#2d343c", DARK)}}}')


def chart(title, height, parts):
    ground = tag('rect', x=0.5, y=0.5, width=WIDTH - 1, height=height - 1, rx=8, class_='ground')
    return tag('svg', tag('style', STYLE), ground, label(16, 26, title, class_='title'), *parts, role='img', aria_label=title,
               xmlns='http://www.w3.org/2000/svg', viewBox=f'0 0 {WIDTH} {height}', width=WIDTH, height=height)


def scale(low, high, start, end, of=float):
    return lambda value: start + (end - start) * (of(value) - of(low)) / (of(high) - of(low))


STEPS = [m * 10.0**e for e in range(-11, 11) for m in (1, 2, 5)]


def ticks_from_zero(high):
    step = next(step for step in STEPS if 5 * step >= high)
    return [step * i for i in range(math.ceil(high / step) + 1)]


def ticks_between(values):
    """1, 2, 5, 10 and so on, from below the least to above the greatest; of many, the powers of ten and both ends."""
    low, high = min(values), max(values)
    marks = [step for last, step, after in zip(STEPS, STEPS[1:], STEPS[2:]) if after >= low and last <= high]
    return marks if len(marks) < 10 else [m for m in marks if m in (marks[0], marks[-1]) or f'{m:e}'[0] == '1']


def powers_of_two(values):
    first, last = math.floor(math.log2(min(values))), math.ceil(math.log2(max(values)))
    return [2**e for e in range(first, max(last, first + 1) + 1)]


def axes(x, y, x_ticks, y_ticks, x_title):
    for at in map(y, y_ticks): yield line([(LEFT, at), (RIGHT, at)], 'grid')
    for t in y_ticks: yield label(LEFT - 8, y(t) + 4, digits(t), text_anchor='end', class_='muted')
    for at in map(x, x_ticks): yield line([(at, BOTTOM), (at, BOTTOM + 4)], 'grid')
    for t in x_ticks: yield label(x(t), BOTTOM + 19, digits(t), text_anchor='middle', class_='muted')
    yield label((LEFT + RIGHT) / 2, BOTTOM + 38, x_title, text_anchor='middle')
    yield label(16, TOP - 12, 'GFLOP/s')


def apart(heights, gap=16):
    """Heights in order, moved so that labels there do not overlap, and stay above the bottom."""
    places, free = [], TOP
    for height in heights:
        places.append(max(height, free))
        free = places[-1] + gap
    free = BOTTOM
    for i in reversed(range(len(places))):
        places[i] = min(places[i], free)
        free = places[i] - gap
    return places
