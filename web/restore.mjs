// Restores the browser libraries that libman.json names, where the LibMan tool is absent or offline.
// Each library comes by `npm pack` from whatever registry npm is set up with; its archive must have the
// integrity that libman.lock.json records (npm's dist.integrity), else nothing of it is kept.
// Exit code 0: everything in place; 1: something could not be fetched or differs.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(process.argv[2] ?? here);
const stampFile = join(root, 'lib', '.restored');

/** Reads a manifest as text, so that the stamp changes with every byte of it. */
function text(name) {
  return readFileSync(join(root, name), 'utf8');
}

/** What lib/ must come from: changes with either manifest. */
function stampOf(manifest, lock) {
  return createHash('sha256').update(manifest).update('\0').update(lock).digest('hex');
}

function targets(library) {
  return library.files.map(file => ({ file, path: join(root, library.destination, file) }));
}

function isCurrent(stamp, libraries) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
    && libraries.every(library => targets(library).every(target => existsSync(target.path)));
}

/** Fetches one archive into a folder of its own; returns the archive's path. */
function pack(name, folder) {
  try {
    const answer = execFileSync('npm', ['pack', name, '--json', '--pack-destination', folder],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return join(folder, JSON.parse(answer)[0].filename.replace(/^@/, '').replace('/', '-'));
  } catch (error) {
    const reason = String(error.stderr ?? error.message).trim().split('\n').slice(0, 3).join('\n  ');
    throw new Error(`${name} could not be fetched. Check the network and npm's registry setting, then run again.\n  ${reason}`);
  }
}

function check(name, archive, expected) {
  if (!expected) throw new Error(`${name} has no integrity in libman.lock.json. Add npm's dist.integrity of this version.`);
  const found = 'sha512-' + createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (found !== expected) {
    throw new Error(`${name} is not the archive that libman.lock.json names; nothing of it was kept.\n  expected ${expected}\n  found    ${found}`);
  }
}

function restore(library, integrity, folder) {
  const archive = pack(library.library, folder);
  check(library.library, archive, integrity[library.library]);
  const unpacked = join(folder, 'unpacked');
  mkdirSync(unpacked);
  execFileSync('tar', ['-xzf', archive, '-C', unpacked, ...library.files.map(file => `package/${file}`)], { stdio: 'pipe' });
  for (const { file, path } of targets(library)) {
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(join(unpacked, 'package', file), path);
  }
  console.log(`restored ${library.library}`);
}

function restoreAll() {
  const manifest = text('libman.json');
  const lock = text('libman.lock.json');
  const { libraries } = JSON.parse(manifest);
  const { integrity } = JSON.parse(lock);
  const stamp = stampOf(manifest, lock);
  if (isCurrent(stamp, libraries)) return;
  rmSync(join(root, 'lib'), { recursive: true, force: true });
  for (const library of libraries) {
    const folder = mkdtempSync(join(tmpdir(), 'gunmane-libman-'));
    try {
      restore(library, integrity, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  writeFileSync(stampFile, stamp);
}

try {
  restoreAll();
} catch (error) {
  console.error(`Browser libraries: ${error.message}`);
  process.exitCode = 1;
}
