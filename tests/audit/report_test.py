#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""bench/report/report.py says what follows from measurements made up here; the numbers expected are worked out by hand."""
import json, pathlib, re, subprocess, sys, tempfile, unittest
import xml.etree.ElementTree as xml

REPORT = pathlib.Path(__file__).resolve().parents[2] / 'bench/report/report.py'
SVG = '{http://www.w3.org/2000/svg}'


def entries(name, *rates, counter='GFLOPS', **more):
    """One entry for each repetition, the last one first: nothing may depend on the order in the file."""
    return [{'name': name, 'run_name': name, 'run_type': 'iteration', 'repetition_index': i, counter: rate, **more}
            for i, rate in reversed([*enumerate(rates)])]


def cubes(kind, rates):
    return [entry for n, rate in rates.items() for entry in entries(f'{kind}/float/{n}x{n}x{n}/tessera', rate)]


PEAK = entries('peak/float/1x1x1/peak', 100, 99, 101)
SQUARE = entries('square/float/64x64x64/tessera', 10, 40, 30, bytes=49152) + entries('square/float/64x64x64/BLIS', 5, 50, 40)
BOTH_TYPES = [
    *PEAK, *entries('peak/double/1x1x1/peak', 50), *SQUARE, *entries('square/float/64x64x64/Eigen', 60, 6, 6),
    *entries('special/double/5x784x10/tessera', 8, 8, 8), *entries('special/double/5x784x10/Eigen', 4, 4, 4),
    *entries('vector/float/1024x1024x1/tessera', 5, 5, 5), *entries('vector/float/1024x1024x1/BLIS', 10, 10, 10),
    *entries('static/float/8x8x8/tessera', 7, 7, 7),
]


class report(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / 'out'

    def run_on(self, *texts, out=None):
        """The exit status; what it complains of is kept, and the page if there is one."""
        files = [self.folder / f'{i}.json' for i in range(len(texts))]
        for file, text in zip(files, texts): file.write_text(text if isinstance(text, str) else json.dumps(text))
        done = subprocess.run([sys.executable, REPORT, out or self.out, *files], capture_output=True, text=True)
        self.complaint, index = done.stderr, self.out / 'index.html'
        self.assertNotIn('Traceback', self.complaint)
        self.page = xml.parse(index).getroot() if index.exists() else None
        self.words = ' '.join(self.page.itertext()) if index.exists() else ''
        return done.returncode

    def report_on(self, *lists, **context):
        self.assertEqual(self.run_on(*({'context': context, 'benchmarks': list} for list in lists)), 0, self.complaint)

    def rows(self): return [[cell.text or '' for cell in row] for row in self.page.iter('tr')][1:]

    def chart(self, name): return xml.parse(self.out / f'{name}.svg').getroot()

    def marks(self, name, class_):
        """Where the marks of a class are in a chart, and the first words of what they say, if they say anything."""
        found = []
        for mark in self.chart(name).iter(f'{SVG}path'):
            if mark.get('class') == class_ and 'transform' in mark.attrib:
                place = tuple(map(float, re.findall(r'[-\d.]+', mark.get('transform'))))
                found.append((*place, mark.findtext(f'{SVG}title', '')))
        return found

    def lines(self, name, class_):
        return [path.get('d') for path in self.chart(name).iter(f'{SVG}path') if path.get('class') == class_]

    def test_ratios_are_medians_of_ratios_and_the_worst_is_first(self):
        self.report_on(BOTH_TYPES)
        # Of the square: 10/5, 40/50, 30/40 = 2, 0.8, 0.75. The ratio of the medians, 30/40, would be 0.75.
        # BLIS has the median 40 and is the best; Eigen, 6, is not, though it was the fastest once.
        self.assertEqual(self.rows(), [
            ['▼ slower', 'vector', 'float', '1024x1024x1', 'BLIS', '5', '10', '0.500', '0.500 to 0.500', '5%'],
            ['▼ slower', 'square', 'float', '64x64x64', 'BLIS', '30', '40', '0.800', '0.775 to 1.400', '30%'],
            ['', 'special', 'double', '5x784x10', 'Eigen', '8', '4', '2.000', '2.000 to 2.000', '16%']])

    def test_geometric_mean(self):
        self.report_on(BOTH_TYPES)
        self.assertIn('Geometric mean: 0.928', self.words)  # the cube root of 0.5 * 0.8 * 2; the arithmetic mean is 1.1
        self.assertIn('over 3 rows, 2 of them slower', self.words)

    def test_a_ratio_of_one_is_not_slower(self):
        self.report_on(entries('square/float/8x8x8/tessera', 3) + entries('square/float/8x8x8/Eigen', 3))
        self.assertEqual(self.rows(), [['', 'square', 'float', '8x8x8', 'Eigen', '3', '3', '1.000', '–', '–']])

    def test_only_repetitions_that_both_have_make_pairs(self):
        self.report_on(entries('batch/float/8x8x8/tessera', 6, 8, 100) + entries('batch/float/8x8x8/Eigen', 3, 2))
        self.assertEqual(self.rows()[0][5:9], ['8', '2.5', '3.000', '2.500 to 3.500'])  # 6/3 and 8/2

    def test_repetitions_of_two_files_are_no_pairs(self):
        self.report_on(entries('square/float/8x8x8/tessera', 1, 2, 6), entries('square/float/8x8x8/Eigen', 1, 4, 4))
        self.assertEqual(self.rows()[0][7:9], ['0.500', '–'])  # of the medians, 2/4; pairs would say 1

    def test_the_peak_may_be_measured_again_for_each_shape(self):
        self.report_on(PEAK + SQUARE + entries('peak/float/1x1x1/peak', 200, 200))
        self.assertEqual(self.rows()[0][-1], '30%')  # 30 of 101, the median of 99, 100, 101, 200 and 200

    def test_aggregates_are_ignored(self):
        aggregates = [{'name': 'square/float/64x64x64/tessera_mean', 'run_type': 'aggregate', 'GFLOPS': 1e6},
                      {'name': 'BigO', 'run_type': 'aggregate'}]
        self.report_on(PEAK + SQUARE + aggregates)
        self.assertEqual(self.rows()[0][5], '30')
        self.assertEqual(self.run_on({'benchmarks': aggregates}), 2)
        self.assertIn('no benchmarks in it', self.complaint)

    def test_options_at_the_end_of_a_name(self):
        self.report_on(entries('square/float/8x8x8/tessera/min_time:0.500/real_time', 3))
        self.assertTrue((self.out / 'square_float.svg').exists())

    def test_files_are_well_formed_and_the_page_holds_the_charts(self):
        self.report_on(BOTH_TYPES + entries('sweep/float/1x1x1/tessera', 1) + entries('batch/float/8x8x8/tessera', 1))
        names = {file.stem for file in self.out.glob('*.svg')}
        self.assertEqual(names, {'roofline_float', 'square_float', 'special_double', 'vector_float', 'static_float',
                                 'batch_float', 'sweep_float'})
        titles = [svg.get('aria-label') for svg in self.page.iter(f'{SVG}svg')]
        self.assertEqual(sorted(titles), sorted(self.chart(name).get('aria-label') for name in names))
        text = (self.out / 'index.html').read_text('utf-8').replace(SVG.strip('{}'), '')
        for stranger in ('<script', 'http:', 'https:', 'href', 'src='): self.assertNotIn(stranger, text)

    def test_lines_and_peak_share_an_axis(self):
        self.report_on(PEAK + cubes('square', {4: 25, 8: 50, 16: 100}))
        (x4, y25, tip), (x8, y50, _), (x16, y100, _) = self.marks('square_float', 's0 filled')[:3]
        self.assertEqual(tip, 'tessera, n = 4: 25 GFLOP/s')
        self.assertAlmostEqual(x16 - x8, x8 - x4, delta=0.2)
        self.assertAlmostEqual(y25 - y50, (y50 - y100) / 2, delta=0.2)
        peak, = self.lines('square_float', 'ink roof')
        self.assertAlmostEqual(float(re.match(r'M[\d.]+ ([\d.]+)L', peak)[1]), y100)

    def test_bars_are_shares_of_the_peak(self):
        self.report_on(BOTH_TYPES)
        bars = self.chart('special_double')
        width = {bar.get('class'): float(bar.get('width')) for bar in bars.iter(f'{SVG}rect')}
        self.assertAlmostEqual(width['s0 filled'], 2 * width['s2 filled'], delta=0.2)  # s2: after tessera and BLIS
        words = [text.text for text in bars.iter(f'{SVG}text')]
        self.assertIn('Special shapes, double, % of peak', words)
        self.assertEqual(words[1:7], ['0', '5', '10', '15', '20', '5x784x10'])
        self.assertEqual(words[7:], ['tessera', '16', 'Eigen', '8'])  # 8 and 4 of 50

    def test_without_a_peak_bars_are_rates(self):
        self.report_on(entries('special/float/2x3x4/tessera', 8))
        words = [text.text for text in self.chart('special_float').iter(f'{SVG}text')]
        self.assertIn('Special shapes, float, GFLOP/s', words)
        self.assertEqual(words[-2:], ['tessera', '8'])
        self.assertIn('There is no peak/float/1x1x1/peak', self.words)

    def test_roofline(self):
        self.report_on(PEAK + SQUARE)
        (x, y, tip), _ = self.marks('roofline_float', 's0 filled')  # the second is in the legend
        hollow = self.marks('roofline_float', 'ink hollow')
        self.assertEqual(tip, 'square 64x64x64, 10.7 flop per byte: tessera 30, BLIS 40 GFLOP/s')  # 2 * 64^3 / 49152
        self.assertEqual(hollow[0][0], x)
        self.assertLess(hollow[0][1], y)
        self.assertEqual(len(self.lines('roofline_float', 'ink line')), 1)
        self.report_on(PEAK + SQUARE + entries('bandwidth/double/1x1x1/copy', 8, counter='GBS'))  # that of another type
        memory, peak = self.lines('roofline_float', 'ink line')
        self.assertEqual(memory.split('L')[1], peak[1:].split('L')[0])  # they meet at 100 / 8 flop per byte

    def test_cliffs(self):
        rates = {4: 8, 5: 5.7, 6: 5, 7: 9, 8: 6, 1: 10, 2: 10, 3: 6.9}
        self.report_on(cubes('sweep', rates) + entries('sweep/float/3x3x3/Eigen', 20))
        # 6.9 of 10; 5.7 is 71 % of 8; 5 is 56 % of 9, though 88 % of 5.7; 6 is 67 % of 9, which is all it has beside it.
        self.assertEqual([tip for *_, tip in self.marks('sweep_float', 'ink cross')], [
            'n = 3: 6.9 GFLOP/s, 69% of the better neighbour', 'n = 6: 5 GFLOP/s, 56% of the better neighbour',
            'n = 8: 6 GFLOP/s, 67% of the better neighbour'])
        self.assertIn('Cliffs in float: 3 (69%), 6 (56%), 8 (67%).', self.words)
        self.assertEqual(self.rows(), [])
        self.assertIn('No shape has both', self.words)

    def test_exactly_seventy_per_cent_is_no_cliff(self):
        self.report_on(cubes('sweep', {1: 10, 2: 7, 3: 7}))
        self.assertIn('Cliffs in float: none.', self.words)

    def test_facts_and_warnings(self):
        self.report_on(SQUARE, machine='a box', missing='', executable='/home', cpu_scaling_enabled=True,
                       library_build_type='debug')
        facts = dict(zip((term.text for term in self.page.iter('dt')), (value.text for value in self.page.iter('dd'))))
        self.assertEqual(facts, {'machine': 'a box', 'missing': 'none', 'repetitions': '3'})
        self.assertIn('frequency scaling was on', self.words)
        self.assertIn('built for debugging', self.words)
        self.report_on(PEAK + SQUARE, cpu_scaling_enabled=False, library_build_type='release')
        self.assertIsNone(self.page.find('.//div[@class="warning"]'))

    def test_text_is_escaped(self):
        peer, machine = '<b>&"\'', '</dl><script>&amp;'
        failed = entries(f'square/float/8x8x8/{peer}', 1, error_occurred=True, error_message='a < b \u0001')
        self.report_on(entries('vector/float/8x8x1/tessera', 3, bytes=64) + entries(f'vector/float/8x8x1/{peer}', 2)
                       + entries('square/<i>&/8x8x8/tessera', 3) + failed, machine=machine)
        self.assertEqual(self.rows()[0][4], peer)
        self.assertEqual(self.page.findtext('.//dd'), machine)
        self.assertIn('a < b \ufffd', self.words)
        self.assertIn(peer, [text.text for text in self.chart('vector_float').iter(f'{SVG}text')])
        self.assertEqual(self.chart('square__i_').get('aria-label'), 'Square, <i>&')

    def test_what_failed_is_listed_and_the_rest_goes_on(self):
        broken = [*entries('special/float/2x3x4/Eigen', 3, 3, error_occurred=True, error_message='the result is wrong'),
                  *entries('square/float/9x9x9/tessera', 0, float('nan'), float('inf')),
                  *entries('vector/float/8x8x1/BLIS', 1, counter='x')]
        self.report_on(PEAK + SQUARE + broken + entries('square/float/9x9x9/Eigen', 3))
        self.assertEqual(len(self.rows()), 1)
        for failure in ('special/float/2x3x4/Eigen: the result is wrong', 'vector/float/8x8x1/BLIS: GFLOPS is None',
                        *(f'square/float/9x9x9/tessera: GFLOPS is {rate}' for rate in (0, 'nan', 'inf'))):
            self.assertIn(failure, self.words)
            self.assertIn(failure, self.complaint)
        self.assertIn('the result is wrong (entries: 2)', self.words)

    def test_bad_input(self):
        good = {'benchmarks': SQUARE}
        for why, texts in {
            'JSON': (),  # argparse: required
            'not JSON': ('{"benchmarks": [',),
            'no benchmarks in it': ({'benchmarks': []},),
            'no benchmarks in': ([1],),
            'no benchmarks': ({'context': {}},),
            '1.json: no benchmarks': (good, {'benchmarks': None}),
            "'BM_x/64' is not KIND/TYPE/MxKxN/PEER": ({'benchmarks': SQUARE + entries('BM_x/64', 1)},),
            "'square/float/0x0x0/Eigen' is not": ({'benchmarks': entries('square/float/0x0x0/Eigen', 1)},),
            "'round/float/1x1x1/Eigen' is not": ({'benchmarks': entries('round/float/1x1x1/Eigen', 1)},),
            "'vector/float/8x8x1/Eigen/x' is not": ({'benchmarks': entries('vector/float/8x8x1/Eigen/x', 1)},),
            "'sweep/float/1x2x1/BLIS' is not sweep/TYPE/NxNxN": ({'benchmarks': entries('sweep/float/1x2x1/BLIS', 1)},),
            "'None' is not": ({'benchmarks': [{'GFLOPS': 1}]},),
            'no entries of tessera': ({'benchmarks': PEAK + entries('square/float/8x8x8/Eigen', 1)},),
            'tessera\nsquare/float/8x8x8/tessera: GFLOPS is 0': ({'benchmarks': entries('square/float/8x8x8/tessera', 0)},),
        }.items():
            with self.subTest(why):
                self.assertEqual(self.run_on(*texts), 2)
                self.assertIn(why, self.complaint)
                self.assertIsNone(self.page)

    def test_files_that_cannot_be_read_or_written(self):
        done = subprocess.run([sys.executable, REPORT, self.out, self.folder / 'none.json'], capture_output=True, text=True)
        self.assertEqual((done.returncode, 'none.json: No such file' in done.stderr), (2, True), done.stderr)
        file = self.folder / 'file'
        file.write_text('')
        for out in (file, file / 'out'):
            self.assertEqual(self.run_on({'benchmarks': SQUARE}, out=out), 2)
            self.assertIn(f'{out}: cannot write', self.complaint)


if __name__ == '__main__': unittest.main()
