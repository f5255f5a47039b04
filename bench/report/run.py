#!/usr/bin/env python3
"""run.py [--core N] [--repetitions N] [--seconds S] [--only REGEX] BENCHMARK OUT.json [SHAPE...]: runs a benchmark of
this folder shape by shape, all rivals of a shape in turn and in random order, together with the peak; one JSON of all."""
import argparse, json, os, re, subprocess, sys, tempfile


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--core', type=int, default=max(os.sched_getaffinity(0)), help='the core it is pinned to')
    parser.add_argument('--repetitions', type=int, default=15)
    parser.add_argument('--seconds', type=float, default=0.02, help='for each repetition, at least')
    parser.add_argument('--only', default='', help='groups such as square/float/64x64x64 that match this')
    parser.add_argument('benchmark')
    parser.add_argument('out')
    parser.add_argument('shapes', nargs='*')
    return parser.parse_args()


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode: sys.exit(f'run.py: {" ".join(command)} ended with {done.returncode}')
    return done.stdout


def main():
    args = arguments()
    program = [args.benchmark, *args.shapes]
    if not os.access(args.benchmark, os.X_OK): sys.exit(f'run.py: {args.benchmark} is not a program')
    names = run([*program, '--benchmark_list_tests=true']).split()
    groups = dict.fromkeys(name.rpartition('/')[0] for name in names)  # in order, each once
    groups = [g for g in groups if re.search(args.only, g) and not g.startswith('peak/')]
    if not groups: sys.exit(f'run.py: no group matches {args.only!r}')
    result = {'context': {}, 'benchmarks': []}
    with tempfile.TemporaryDirectory() as folder:
        part = os.path.join(folder, 'part.json')
        for number, group in enumerate(groups, 1):
            print(f'{number}/{len(groups)} {group}', file=sys.stderr)
            numbers = group.split('/')[1]
            run(['taskset', '-c', str(args.core), *program, f'--benchmark_filter=^({group}|peak/{numbers}/1x1x1)/',
                 f'--benchmark_repetitions={args.repetitions}', '--benchmark_enable_random_interleaving=true',
                 f'--benchmark_min_time={args.seconds}', f'--benchmark_out={part}', '--benchmark_out_format=json'])
            with open(part) as file: measured = json.load(file)
            result['context'] = result['context'] or measured['context']
            result['benchmarks'] += [b for b in measured['benchmarks'] if b['run_type'] == 'iteration']
    with open(args.out, 'w') as file: json.dump(result, file, indent=1)


main()
