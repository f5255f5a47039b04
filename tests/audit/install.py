#!/usr/bin/env python3
"""install.py ROOT PROGRAM MESON CXX... : tessera as its users get it. A program outside the tree builds and runs three ways:
against an installation that pkg-config finds, with nothing but an include path, as a meson subproject."""
import os, pathlib, shutil, subprocess, sys, tempfile

USER = """project('user', 'cpp', default_options: ['cpp_std=c++20'])
test('user', executable('user', 'user.cpp', dependencies: dependency('tessera', fallback: 'tessera')))
"""


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode: sys.exit(f'{" ".join(map(str, command))} returns {done.returncode}:\n{done.stdout}')
    return done.stdout


def main(root, source, meson, *cxx):
    environment = {name: value for name, value in os.environ.items() if name not in ('DESTDIR', 'PKG_CONFIG_PATH')}
    environment['CXX'] = ' '.join(cxx)
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        prefix, binary = place / 'prefix', place / 'user-binary'

        run(meson, 'setup', place / 'build', root, '--prefix', prefix, env=environment)
        run(meson, 'install', '-C', place / 'build', '--no-rebuild', env=environment)
        header = lambda folder: {p.relative_to(folder) for p in folder.rglob('*') if p.is_file() and p.name != 'README.md'}
        if header(prefix / 'include') != header(root / 'include'): sys.exit('the installed headers are not those of the tree')
        found = dict(environment, PKG_CONFIG_PATH=str(prefix / 'share/pkgconfig'))
        flags = run('pkg-config', '--cflags', 'tessera', env=found).split()
        if f'-I{prefix}/include' not in flags: sys.exit(f'pkg-config says {flags}')
        if any(flag.startswith('-m') for flag in flags): sys.exit(f'the user chooses the instruction set, not {flags}')
        if libs := run('pkg-config', '--libs', 'tessera', env=found).split(): sys.exit(f'there is something to link: {libs}')
        run(*cxx, '-std=c++20', *flags, source, '-o', binary)
        run(binary)

        run(*cxx, '-std=c++20', f'-I{root}/include', source, '-o', binary)
        run(binary)

        user = place / 'user'
        (user / 'subprojects').mkdir(parents=True)
        (user / 'subprojects/tessera').symlink_to(root)
        (user / 'meson.build').write_text(USER)
        shutil.copy(source, user / 'user.cpp')
        run(meson, 'setup', '--wrap-mode=forcefallback', user / 'build', user, env=environment)
        run(meson, 'test', '-C', user / 'build', env=environment)


root, program, *commands = sys.argv[1:]
main(pathlib.Path(root).resolve(), pathlib.Path(program).resolve(), *commands)
