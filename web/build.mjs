// Builds the report page if it is out of date: installs the pinned packages when the lock file changed, then bundles. Safe to call from
// several builds at once: one works, the others wait and find it done. Plain JavaScript, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = dirname(fileURLToPath(import.meta.url));
const out = resolve(web, '../artifacts/web');
const page = join(out, 'report.html');
const installed = join(web, 'node_modules', '.package-lock.json'); // npm writes it last
const lock = join(out, '.lock');
const INPUTS = ['src', 'report.html', 'one-page.ts', 'vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json', 'build.mjs'];

mkdirSync(out, { recursive: true });
await acquire();
try {
  build();
} catch (error) {
  console.error(`report page: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(lock, { force: true });
}

function build() {
  if (time(installed) < time(join(web, 'package-lock.json'))) {
    run('npm ci --no-audit --no-fund --loglevel=error');
    const now = new Date();
    utimesSync(installed, now, now); // an unpacked lock file may be younger than what npm wrote
  }
  if (time(page) >= Math.max(...INPUTS.map((input) => newest(join(web, input))))) return;
  const begun = new Date(); // what changes while we build is built again by the next one
  const fresh = join(out, `.build-${process.pid}`);
  try {
    run('npm run --loglevel=error build -- --logLevel error', { SPILLWAY_WEB_OUT: fresh });
    utimesSync(join(fresh, 'report.html'), begun, begun);
    renameSync(join(fresh, 'report.html'), page); // readers see the old page or the new one, never a part
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function run(command, environment = {}) {
  const { status, stdout, stderr } = spawnSync(command, { cwd: web, shell: true, encoding: 'utf8', env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) throw new Error(`'${command}' failed\n${stdout}${stderr}`);
}

/** Waits until no other build holds the lock; a lock whose holder is gone is taken over. */
async function acquire() {
  for (;;) {
    try {
      const file = openSync(lock, 'wx');
      writeSync(file, String(process.pid));
      closeSync(file);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isOrphan()) rmSync(lock, { force: true });
    else await new Promise((done) => setTimeout(done, 200));
  }
}

function isOrphan() {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    if (holder === 0) return Date.now() - statSync(lock).mtimeMs > 5_000; // made, but never signed
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function newest(path) {
  const own = time(path);
  if (!statSync(path).isDirectory()) return own;
  return Math.max(own, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function time(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}
