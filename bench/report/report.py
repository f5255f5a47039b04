#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""report.py OUT_DIR JSON... : how fast is tessera, beside its peers and beside what the machine can do?

Reads what Google Benchmark writes with --benchmark_out_format=json --benchmark_repetitions=N
--benchmark_enable_random_interleaving=true --benchmark_report_aggregates_only=false. Writes OUT_DIR/index.html, a page
that needs nothing else, and each of its charts as OUT_DIR/*.svg.

A benchmark is named KIND/TYPE/MxKxN/PEER, say special/double/5x784x10/OpenBLAS. Counters: GFLOPS, and bytes: what the
mathematics has to move at least for its 2 M K N flops. Two are roofs: peak/TYPE/1x1x1/peak, the GFLOPS of multiply-adds
in registers, and bandwidth/TYPE/1x1x1/copy, the GBS of main memory; without them there is no roof."""
import argparse, collections, json, math, pathlib, re, sys
from statistics import geometric_mean, median, quantiles
from typing import NamedTuple

sys.dont_write_bytecode = True
from svg import (BOTTOM, CROSS, LEFT, LIGHT, MARKERS, RIGHT, TOP, apart, axes, chart, digits, escape, label, line, marker,
                 powers_of_two, scale, tag, ticks_between, ticks_from_zero)

OURS = 'tessera'
BARS = {'special': 'Special shapes', 'vector': 'Matrix times vector', 'static': 'Extents known to the compiler',
        'batch': 'Many small products'}
KINDS = dict(zip(('static', 'square', 'special', 'vector', 'batch'), MARKERS))
# Google Benchmark appends its options to the name: /min_time:0.5, /real_time.
NAME = re.compile(r'(square|special|vector|static|batch|sweep|peak|bandwidth)/([^/]+)/'
                  r'([1-9][0-9]{0,8})x([1-9][0-9]{0,8})x([1-9][0-9]{0,8})/([^/]+)(?:/[a-z_]+:[^/]+|/[a-z]+_time)*')
FACTS = ('machine', 'compiler', 'flags', 'tessera', 'peers', 'missing', 'date', 'num_cpus', 'mhz_per_cpu')


class Unusable(Exception):
    """There is no report to be made of what was given."""


class Case(NamedTuple):
    kind: str
    type: str
    shape: tuple

    def __str__(self): return 'x'.join(map(str, self.shape))


# tessera beside its best peer: GFLOP/s of both, and of their ratios the median and, if there are two or more, the quartiles.
Row = collections.namedtuple('Row', 'case peer ours theirs ratio quartiles')


def plausible(number):
    """What a rate or an intensity can be; not 0, infinite or NaN, so that it divides."""
    return isinstance(number, (int, float)) and 1e-9 < number < 1e9


class Results:
    def __init__(self, paths):
        self.runs = collections.defaultdict(lambda: collections.defaultdict(dict))  # case, peer, repetition: GFLOP/s
        self.intensity = {}  # case: flop per byte
        self.failures = collections.Counter()  # sentence: in how many entries
        self.seen = collections.Counter()  # name and repetition: how often; the peak is measured again for each shape
        self.contexts = []
        for path in paths: self.read(path)
        cases = [case for case in self.runs if case.kind not in ('peak', 'bandwidth')]
        if not any(OURS in self.runs[case] for case in cases):
            raise Unusable('\n'.join([f'there are no entries of {OURS}', *self.failures]))
        self.types = list(dict.fromkeys(case.type for case in cases))
        self.peers = sorted({peer for case in cases for peer in self.runs[case]}, key=lambda p: (p != OURS, p.lower(), p))

    def read(self, path):
        try: content = json.loads(pathlib.Path(path).read_text('utf-8'))
        except OSError as problem: raise Unusable(f'{path}: {problem.strerror}')
        except ValueError as problem: raise Unusable(f'{path}: not JSON: {problem}')
        entries, context = (content.get(key) if isinstance(content, dict) else None for key in ('benchmarks', 'context'))
        entries = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
        entries = [entry for entry in entries if entry.get('run_type') != 'aggregate']
        if not entries: raise Unusable(f'{path}: no benchmarks in it (aggregates do not count)')
        self.contexts.append(context if isinstance(context, dict) else {})
        for entry in entries: self.add(path, entry)

    def add(self, path, entry):
        name = str(entry.get('name'))
        parts = NAME.fullmatch(name)
        if not parts: raise Unusable(f'{path}: the name {name!r} is not KIND/TYPE/MxKxN/PEER')
        kind, type, *shape, peer = parts.groups()
        if kind in ('square', 'sweep') and len(set(shape)) > 1:
            raise Unusable(f'{path}: the name {name!r} is not {kind}/TYPE/NxNxN/PEER')
        case, counter = Case(kind, type, tuple(map(int, shape))), 'GBS' if kind == 'bandwidth' else 'GFLOPS'
        # Two entries that share a repetition ran in turn. Files did not, nor did a benchmark that is there again.
        rate, turn = entry.get(counter), (path, entry.get('repetition_index', 0))
        self.seen[name, turn] += 1
        if entry.get('error_occurred'): self.failures[f'{name}: {entry.get("error_message") or "error_occurred"}'] += 1
        elif not plausible(rate): self.failures[f'{name}: {counter} is {rate}'] += 1
        else: self.runs[case][peer][turn, self.seen[name, turn]] = rate
        flops, moved = 2 * math.prod(case.shape), entry.get('bytes')
        if plausible(moved) and plausible(flops / moved): self.intensity.setdefault(case, flops / moved)

    def rate(self, case, peer):
        """The median; None where nothing was measured."""
        return median(self.runs[case][peer].values()) if peer in self.runs.get(case, {}) else None

    def peak(self, type): return self.rate(Case('peak', type, (1, 1, 1)), 'peak')

    def bandwidth(self, type):
        """That of the type, or else of another: bytes are bytes."""
        cases = sorted((case for case in self.runs if case.kind == 'bandwidth'), key=lambda case: case.type != type)
        return next(filter(None, (self.rate(case, 'copy') for case in cases)), None)

    def cases(self, kind, type):
        found = (case for case in self.runs if case[:2] == (kind, type))
        return sorted(found, key=lambda case: (math.prod(case.shape), case.shape))

    def best_peer(self, case):
        rates = {peer: self.rate(case, peer) or 0 for peer in self.peers if peer != OURS}
        return max(rates, key=rates.get) if any(rates.values()) else None

    def rows(self):
        """Worst first. Without the sweep, whose many shapes would drown the others."""
        cases = [case for type in self.types for kind in KINDS for case in self.cases(kind, type)]
        return sorted(filter(None, map(self.row, cases)), key=lambda row: row.ratio)

    def row(self, case):
        peer, ours = self.best_peer(case), self.rate(case, OURS)
        if not peer or not ours: return None
        theirs, mine, yours = self.rate(case, peer), self.runs[case][OURS], self.runs[case][peer]
        ratios = [mine[i] / yours[i] for i in mine if i in yours] or [ours / theirs]
        quartiles = tuple(quantiles(ratios, method='inclusive')[::2]) if len(ratios) > 1 else None
        return Row(case, peer, ours, theirs, median(ratios), quartiles)

    def line(self, kind, type, peer):
        """(n, rate) for each n that was measured."""
        points = [(case.shape[0], self.rate(case, peer)) for case in self.cases(kind, type)]
        return [point for point in points if point[1]]


def cliffs(points):
    """(n, rate, share) of each point below 70 % of the better of its neighbours, and the share that it has of that."""
    for i, (n, rate) in enumerate(points):
        better = max((beside for _, beside in points[max(i - 1, 0):i] + points[i + 1:i + 2]), default=rate)
        if rate < 0.7 * better: yield n, rate, rate / better


# Charts.

def look(results, peer):
    """Colour, marker and weight of its name: a peer has the same in all charts. Only tessera has the first colour."""
    i = results.peers.index(peer)
    return f's{i and 1 + (i - 1) % (len(LIGHT) - 1)}', MARKERS[i % len(MARKERS)], 'strong' if peer == OURS else 'muted'


def line_chart(title, results, kind, type):
    """GFLOP/s over n: by powers of two for squares; every n for a sweep, with its cliffs."""
    lines = {peer: points for peer in results.peers if (points := results.line(kind, type, peer))}
    peak, sweep = results.peak(type), kind == 'sweep'
    all_n, all_rates = zip(*(point for points in lines.values() for point in points))
    x_ticks = [t for t in ticks_from_zero(max(all_n)) if t <= max(all_n)] if sweep else powers_of_two(all_n)
    y_ticks = ticks_from_zero(max(all_rates + (peak or 0,)))
    x = scale(0, max(all_n), LEFT, RIGHT) if sweep else scale(x_ticks[0], x_ticks[-1], LEFT, RIGHT, math.log2)
    y = scale(0, y_ticks[-1], BOTTOM, TOP)
    parts = [*axes(x, y, x_ticks[::1 + len(x_ticks) // 8], y_ticks, 'n')]
    if peak:
        parts += [line([(LEFT, y(peak)), (RIGHT, y(peak))], 'ink roof'),
                  label(LEFT + 6, y(peak) - 5, f'peak {digits(peak)}', class_='muted')]
    for peer, points in reversed(lines.items()):
        class_, shape, _ = look(results, peer)
        parts.append(line([(x(n), y(rate)) for n, rate in points], f'{class_} line'))
        for n, rate in points if not sweep or len(points) == 1 else ():
            parts.append(marker(shape, x(n), y(rate), f'{class_} filled', f'{peer}, n = {n}: {digits(rate)} GFLOP/s'))
    labelled = -math.inf
    for n, rate, share in cliffs(lines.get(OURS, [])) if sweep else ():
        tip = f'n = {n}: {digits(rate)} GFLOP/s, {share:.0%} of the better neighbour'
        parts.append(marker(CROSS, x(n), y(rate), 'ink cross', tip))
        if x(n) - labelled > 30:
            labelled = x(n)
            parts.append(label(labelled + 9, y(rate) + 4, n, class_='strong'))
    ends = sorted(lines, key=lambda peer: -lines[peer][-1][1])
    for peer, height in zip(ends, apart([y(lines[peer][-1][1]) for peer in ends])):
        class_, shape, weight = look(results, peer)
        parts += [marker(shape, RIGHT + 16, height, f'{class_} filled'), label(RIGHT + 26, height + 4, peer, class_=weight)]
    return chart(title, BOTTOM + 54, parts)


def roofs(peak, bandwidth, x, y, x_range, y_range):
    """The memory's roof rises until it meets that of the arithmetic; what is not known is not drawn."""
    edge = x_range[0]
    if bandwidth:
        start, edge = max(edge, y_range[0] / bandwidth), min(x_range[1], (peak or y_range[1]) / bandwidth)
        if start < edge:
            yield line([(x(at), y(at * bandwidth)) for at in (start, edge)], 'ink line')
            yield label(RIGHT, BOTTOM - 8, f'slope: memory {digits(bandwidth)} GB/s', text_anchor='end', class_='muted')
    if peak:
        yield line([(x(max(edge, x_range[0])), y(peak)), (RIGHT, y(peak))], 'ink line')
        yield label(RIGHT, y(peak) - 6, f'peak {digits(peak)}', text_anchor='end', class_='muted')


def roofline(title, results, type):
    """GFLOP/s over flop per byte; None without points."""
    points = [(results.intensity[case], case, ours, results.best_peer(case)) for kind in KINDS
              for case in results.cases(kind, type) if case in results.intensity and (ours := results.rate(case, OURS))]
    if not points: return None
    peak, parts = results.peak(type), []
    rates = [rate for _, case, ours, peer in points for rate in (ours, results.rate(case, peer), peak) if rate]
    x_ticks, y_ticks = ticks_between([at for at, *_ in points]), ticks_between(rates)
    x, y = scale(x_ticks[0], x_ticks[-1], LEFT, RIGHT, math.log), scale(y_ticks[0], y_ticks[-1], BOTTOM, TOP, math.log)
    for at, case, ours, peer in points:
        shape, tip = KINDS[case.kind], f'{case.kind} {case}, {digits(at)} flop per byte: {OURS} {digits(ours)}'
        if peer:
            theirs = results.rate(case, peer)
            tip += f', {peer} {digits(theirs)} GFLOP/s'
            parts += [line([(x(at), y(ours)), (x(at), y(theirs))], 'ink stem'),
                      marker(shape, x(at), y(theirs), 'ink hollow', tip)]
        parts.append(marker(shape, x(at), y(ours), 's0 filled', tip))
    kinds = {case.kind for _, case, *_ in points}
    keys = [(MARKERS[0], 's0 filled', OURS), (MARKERS[0], 'ink hollow', 'best peer')]
    keys += [(shape, 'ink filled', kind) for kind, shape in KINDS.items() if kind in kinds]
    for i, (shape, class_, words) in enumerate(keys):
        height = TOP + 18 * i + (14 if i > 1 else 0)
        parts += [marker(shape, RIGHT + 20, height, class_), label(RIGHT + 30, height + 4, words)]
    return chart(title, BOTTOM + 54, [*axes(x, y, x_ticks, y_ticks, 'flop per byte'), *parts,
                                      *roofs(peak, results.bandwidth(type), x, y, x_ticks[::len(x_ticks) - 1], y_ticks)])


def bar_chart(title, results, kind, type):
    """A group of bars for each shape: shares of the peak, or GFLOP/s where the peak is not known."""
    peak, left, right, top = results.peak(type), 215, 470, 66
    groups = {case: {peer: rate * 100 / (peak or 100) for peer in results.peers if (rate := results.rate(case, peer))}
              for case in results.cases(kind, type)}
    ticks = ticks_from_zero(max(length for group in groups.values() for length in group.values()))
    x, height, parts = scale(0, ticks[-1], left, right), top, []
    for case, group in groups.items():
        parts.append(label(16, height + 11, case, class_='strong'))
        for peer, length in group.items():
            class_, _, weight = look(results, peer)
            parts += [label(left - 6, height + 11, peer, text_anchor='end', class_=weight),
                      tag('rect', x=left, y=height + 1, width=max(x(length) - left, 1.0), height=12, rx=2,
                          class_=f'{class_} filled'),
                      label(x(length) + 5, height + 11, digits(length), class_=weight)]
            height += 15
        height += 10
    grid = [line([(x(t), top - 4), (x(t), height - 6)], 'grid') + label(x(t), top - 10, digits(t), text_anchor='middle',
                                                                     class_='muted') for t in ticks]
    return chart(f'{title}, {"% of peak" if peak else "GFLOP/s"}', height + 4, grid + parts)


def draw(results):
    """Heading: a note, and the charts by name."""
    def each(kind, title, of, *more):
        types = [type for type in results.types if kind == 'roofline' or results.cases(kind, type)]
        drawn = {re.sub(r'\W+', '_', f'{kind}_{type}'): of(f'{title}, {type}', results, *more, type) for type in types}
        return {name: text for name, text in drawn.items() if text}

    found = {type: ', '.join(f'{n} ({share:.0%})' for n, _, share in cliffs(results.line('sweep', type, OURS)))
             for type in results.types if results.cases('sweep', type)}
    return {
        'Roofline': ('Each mark is a shape M x K x N, a product of M x K and K x N; the lines are what the machine allows. The '
                     'memory is main memory: shapes that fit in a cache may lie above its line.',
                     each('roofline', 'Roofline', roofline)),
        'Square': ('Shapes n x n x n, medians.', each('square', 'Square', line_chart, 'square')),
        **{title: ('Medians.', each(kind, title, bar_chart, kind)) for kind, title in BARS.items()},
        'Sweep': ('Shapes n x n x n for every n, medians. A cross marks a cliff of tessera: less than 70 % of the better '
                  'neighbour. ' + ' '.join(f'Cliffs in {type}: {list or "none"}.' for type, list in found.items()),
                  each('sweep', 'Every n', line_chart, 'sweep'))}


# The page.

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/><title>tessera: benchmarks</title><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:82rem;margin:0 auto;padding:1rem;color:#24292f;background:#f6f7f9}
h1,h2{line-height:1.2}p{max-width:46rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem}dd{margin:0;overflow-wrap:anywhere}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,28rem),1fr));gap:1rem;align-items:start}
figure{margin:0;overflow-x:auto}figure svg{display:block;width:100%;height:auto;min-width:20rem;max-width:48rem}
.warning{border-left:4px solid #b87900;padding:.1rem 1rem;overflow-wrap:anywhere}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.2rem .7rem;text-align:right;white-space:nowrap;border-bottom:1px solid #d5d9de}
.words{text-align:left}.slower td{background:#fbe9e4}
@media (prefers-color-scheme:dark){body{color:#e6eaef;background:#0c0f13}th,td{border-color:#2d343c}
.slower td{background:#3a211b}}
</style></head><body>
"""


def table(results, rows):
    def line_of(cell, words, class_=''):
        cells = (tag(cell, escape(word), class_='words' if i < 5 else '') for i, word in enumerate(words))
        return tag('tr', *cells, class_=class_)

    yield line_of('th', ('', 'kind', 'type', 'shape', 'best peer', f'{OURS} GFLOP/s', 'peer GFLOP/s', 'ratio', 'quartiles',
                         'share of peak'))
    for case, peer, ours, theirs, ratio, quartiles in rows:
        peak, slower = results.peak(case.type), ratio < 1
        yield line_of('td', ('▼ slower' if slower else '', case.kind, case.type, case, peer, digits(ours), digits(theirs),
                             f'{ratio:.3f}', '{:.3f} to {:.3f}'.format(*quartiles) if quartiles else '–',
                             f'{ours / peak:.0%}' if peak else '–'), 'slower' if slower else '')


def warnings(results):
    for type in results.types:
        if not results.peak(type): yield f'There is no peak/{type}/1x1x1/peak: no shares of the peak.'
    if any(context.get('cpu_scaling_enabled') for context in results.contexts):
        yield 'CPU frequency scaling was on: the clock may have changed between measurements.'
    if any(context.get('library_build_type') == 'debug' for context in results.contexts):
        yield 'Google Benchmark was built for debugging: it adds to what it measures.'
    for failure, count in results.failures.items(): yield f'Failed: {failure} (entries: {count})'


def page(results, charts):
    rows = results.rows()
    facts = {key: dict.fromkeys(str(c[key]) or 'none' for c in results.contexts if key in c) for key in FACTS}
    facts['repetitions'] = sorted({len(peers[OURS]) for peers in results.runs.values() if OURS in peers})
    yield tag('h1', f'{OURS}: benchmarks')
    listed = ((key, ' | '.join(map(str, values))) for key, values in facts.items() if values)
    yield tag('dl', *(tag('dt', key) + tag('dd', escape(value)) for key, value in listed))
    if found := [*warnings(results)]: yield tag('div', *(tag('p', escape(warning)) for warning in found), class_='warning')
    for heading, (note, drawn) in charts.items():
        figures = tag('div', *(tag('figure', text) for text in drawn.values()), class_='figures')
        if drawn: yield tag('h2', heading) + tag('p', escape(note)) + figures
    yield tag('h2', 'Ratios, worst first')
    if not rows: yield tag('p', f'No shape has both {OURS} and a peer.')
    else:
        kinds = {kind: [row.ratio for row in rows if row.case.kind == kind] for kind in KINDS}
        means = ', '.join(f'{kind} {geometric_mean(ratios):.3f}' for kind, ratios in kinds.items() if ratios)
        yield tag('p', f'{OURS} / best peer (the one with the highest median): the median over repetitions of the ratio within '
                       'a repetition, and its quartiles; – where fewer than two ran in turn. Without sweeps.')
        yield tag('p', tag('strong', f'Geometric mean: {geometric_mean(row.ratio for row in rows):.3f}'),
                  f' over {len(rows)} rows, {sum(row.ratio < 1 for row in rows)} of them slower ({means}).')
        yield tag('div', tag('table', *table(results, rows)), class_='wide')


def complain(problem): print(f'report.py: {problem}', file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('out_dir', type=pathlib.Path, metavar='OUT_DIR')
    parser.add_argument('json', nargs='+', metavar='JSON')
    arguments = parser.parse_args()
    try:
        results = Results(arguments.json)
        charts = draw(results)
        files = {f'{name}.svg': text for _, drawn in charts.values() for name, text in drawn.items()}
        files['index.html'] = PAGE + '\n'.join(page(results, charts)) + '\n</body></html>'
        arguments.out_dir.mkdir(parents=True, exist_ok=True)
        for name, text in files.items(): (arguments.out_dir / name).write_text(text + '\n', 'utf-8')
    except Unusable as problem: complain(problem)
    except OSError as problem: complain(f'{arguments.out_dir}: cannot write: {problem.strerror}')
    else:
        for failure in results.failures: complain(failure)
        return 0
    return 2


sys.exit(main())
