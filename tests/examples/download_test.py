#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""download_test.py PROGRAM: --download against servers on this machine that do it right and wrong."""
import gzip, http.server, os, pathlib, pty, random, re, select, signal, socket, subprocess, sys
import tempfile, threading, time, unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))
EXTRACT = (pathlib.Path(__file__).parents[2] / 'examples/data/mnist-mini.pkl.gz').read_bytes()
NO_PICKLE = gzip.compress(random.Random(1).randbytes(100_000))  # arrives well, and then ends the program at once
DAMAGED = NO_PICKLE[:50_000] + bytes(4) + NO_PICKLE[50_004:]


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_): pass

    def answer(self, body, status=200, length=None, **headers):
        self.send_response(status)
        if length is not False: self.send_header('Content-Length', str(length or len(body)))
        for name, value in headers.items(): self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.server.requests.append(self.path)
        match self.path:
            case '/extract': self.answer(EXTRACT)
            case '/good': self.answer(NO_PICKLE)
            case '/cut': self.answer(NO_PICKLE[:60_000], length=len(NO_PICKLE))
            case '/cut-unnoticed': self.answer(NO_PICKLE[:60_000], length=False)
            case '/damaged': self.answer(DAMAGED)
            case '/appended': self.answer(NO_PICKLE + b'<!-- -->')
            case '/page': self.answer(b'<!DOCTYPE html><title>Sign in</title>')
            case '/empty': self.answer(b'', length='0')
            case '/moved': self.answer(b'', 302, Location='/good')
            case '/circle': self.answer(b'', 302, Location='/circle')
            case '/elsewhere': self.answer(b'', 302, Location='file:///etc/passwd')
            case '/broken': self.answer(b'sorry', 500)
            case '/slow':
                self.send_response(200)
                self.send_header('Content-Length', str(len(NO_PICKLE)))
                self.end_headers()
                for i in range(0, len(NO_PICKLE), 10_000):
                    self.server.sent.set()
                    try: self.wfile.write(NO_PICKLE[i:i + 10_000])
                    except OSError: return
                    time.sleep(0.15)
            case _: self.answer(b'not here', 404)


class Download(unittest.TestCase):
    def setUp(self):
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.requests, self.server.sent = [], threading.Event()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.home = pathlib.Path(temporary.name)
        self.cached = self.home / 'cache/tessera/mnist.pkl.gz'
        self.env = {'XDG_CACHE_HOME': str(self.home / 'cache'), 'no_proxy': '*'}

    def url(self, path): return f'http://127.0.0.1:{self.server.server_port}{path}'

    def run_program(self, *args, **env):
        return subprocess.run([PROGRAM, *args], capture_output=True, text=True, timeout=60, env={**self.env, **env})

    def files(self): return sorted(str(p.relative_to(self.home)) for p in self.home.rglob('*') if p.is_file())

    def assert_fetched(self, result, target):
        """It is there, whole and alone; then the program went on to read it."""
        self.assertEqual(self.files(), [str(target.relative_to(self.home))])
        self.assertEqual(target.read_bytes(), NO_PICKLE)
        self.assertRegex(result.stderr, rf'\Adownloading http.*\nsaved as {target} \(0\.1 MB\)\nmnist: {target}: .*\n\Z')
        self.assertEqual(result.returncode, 1)

    def assert_failed(self, path, sentence):
        result = self.run_program('--download', self.url(path))
        self.assertEqual(result.returncode, 1)
        self.assertEqual(self.files(), [])
        self.assertRegex(result.stderr, rf'\Adownloading .*\nmnist: .*{sentence}\n\Z')
        self.assertEqual(result.stdout, '')

    def test_a_good_file(self):
        result = self.run_program('--download', self.url('/good'))
        self.assert_fetched(result, self.cached)
        self.assertEqual(self.cached.stat().st_mode & 0o777, 0o666 & ~self.umask())

    @staticmethod
    def umask():
        mask = os.umask(0)
        os.umask(mask)
        return mask

    def test_a_good_file_is_used(self):
        with subprocess.Popen([PROGRAM, '--download', self.url('/extract')], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, env=self.env) as program:
            shown = ''
            while 'labels' not in shown and (line := program.stdout.readline()): shown += line
            program.kill()
        self.assertTrue(shown.startswith(f'data: {self.cached}\n\nx_train (2000, 784)'), shown)
        self.assertIn('labels: 3 8 6 9 6', shown)
        self.assertEqual(self.cached.read_bytes(), EXTRACT)

    def test_redirects_are_followed(self):
        self.assert_fetched(self.run_program('--download', self.url('/moved')), self.cached)
        self.assertEqual(self.server.requests, ['/moved', '/good'])

    def test_to_a_file_of_ones_own(self):
        target = self.home / 'new/folder/data.gz'
        self.assert_fetched(self.run_program('--data', str(target), '--download', self.url('/good')), target)

    def test_below_home(self):
        del self.env['XDG_CACHE_HOME']
        result = self.run_program('--download', self.url('/good'), HOME=str(self.home))
        self.assert_fetched(result, self.home / '.cache/tessera/mnist.pkl.gz')

    def test_an_existing_file_is_not_fetched_again(self):
        self.cached.parent.mkdir(parents=True)
        self.cached.write_bytes(b'older')
        result = self.run_program('--download', self.url('/good'))
        self.assertEqual(self.server.requests, [])
        self.assertEqual(self.cached.read_bytes(), b'older')
        self.assertTrue(result.stderr.startswith(f'{self.cached} is there already; remove it to fetch it again\n'))

    def test_a_cut_transfer(self): self.assert_failed('/cut', 'the transfer was cut after 60000 of [0-9]+ bytes')
    def test_a_cut_that_http_does_not_show(self): self.assert_failed('/cut-unnoticed', 'byte 60000 of 60000')
    def test_404(self): self.assert_failed('/gone', 'the server answers 404')
    def test_500(self): self.assert_failed('/broken', 'the server answers 500')
    def test_a_page(self): self.assert_failed('/page', 'is not gzip data')
    def test_nothing(self): self.assert_failed('/empty', 'is not gzip data')
    def test_damage(self): self.assert_failed('/damaged', 'damaged or incomplete: .* of [0-9]+')
    def test_something_appended(self): self.assert_failed('/appended', 'damaged or incomplete: .* of [0-9]+')
    def test_redirects_in_a_circle(self): self.assert_failed('/circle', 'redirects.*')
    def test_redirect_to_a_file(self): self.assert_failed('/elsewhere', '[Pp]rotocol.*')

    def test_nobody_listens(self):
        with socket.socket() as silent:  # has a port, and does not listen
            silent.bind(('127.0.0.1', 0))
            result = self.run_program('--download', f'http://127.0.0.1:{silent.getsockname()[1]}/good')
        self.assertEqual(result.returncode, 1)
        self.assertEqual(self.files(), [])
        self.assertRegex(result.stderr, r'\nmnist: cannot download http.*: .*[Cc]onnect.*\n\Z')

    def test_no_place_to_write(self):
        (self.home / 'cache').write_text('a file where a folder should be')
        result = self.run_program('--download', self.url('/good'))
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, rf'mnist: cannot write {self.cached}: Not a directory\n\Z')
        self.assertEqual(self.server.requests, [])

    @unittest.skipIf(os.geteuid() == 0, 'to root no folder is read-only')
    def test_a_read_only_place(self):
        (self.home / 'cache').mkdir(mode=0o555)
        result = self.run_program('--download', self.url('/good'))
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, rf'mnist: cannot write {self.cached}: Permission denied\n\Z')

    def test_no_place_at_all(self):
        del self.env['XDG_CACHE_HOME']
        result = self.run_program('--download', self.url('/good'))
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, r'\Amnist: .*neither XDG_CACHE_HOME nor HOME is set.*\n\Z')

    def test_interrupted(self):
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        # Whoever runs the tests under nohup, or in the background, lets them ignore some of these.
        heed = lambda: [signal.signal(number, signal.SIG_DFL) for number in numbers]
        for number in numbers:
            self.server.sent.clear()
            with subprocess.Popen([PROGRAM, '--download', self.url('/slow')], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, env=self.env, preexec_fn=heed) as program:
                self.assertTrue(self.server.sent.wait(30))
                time.sleep(0.2)
                self.assertTrue(any('.part-' in name for name in self.files()))
                program.send_signal(number)
                self.assertEqual(program.wait(30), -number)
            self.assertEqual(self.files(), [])

    def test_the_bar_is_drawn_on_a_terminal(self):
        ours, theirs = pty.openpty()
        with subprocess.Popen([PROGRAM, '--download', self.url('/slow')], stdout=subprocess.DEVNULL, stderr=theirs,
                              env=self.env) as program:
            os.close(theirs)
            shown = b''
            while select.select([ours], [], [], 30)[0]:
                try: shown += os.read(ours, 65536)
                except OSError: break
        os.close(ours)
        text = shown.decode()
        percents = [int(p) for p in re.findall(r'\r\[#*\.*\] +(\d+)%  0\.\d MB of 0\.1 MB\x1b\[K', text)]
        self.assertGreater(len(percents), 4, text)
        self.assertEqual(percents, sorted(percents))
        self.assertRegex(text, r'\r\x1b\[Ksaved as')  # gone when it is done


if __name__ == '__main__': unittest.main(argv=[sys.argv[0], '-v'])
