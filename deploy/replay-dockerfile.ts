import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { readBuildContext } from './build-context.ts'
import { envPairs, execForm, parseDockerfile, type Stage, type Step } from './dockerfile.ts'

/** A stage after its last step: its file system lies under `rootFolder`, and the rest is how its process is started. */
export interface Built {
  rootFolder: string
  workdir: string
  env: Record<string, string>
  user: string
  cmd: string[] | undefined
  healthcheck: string[] | undefined
  stopSignal: string
}

export interface Replay {
  stages: Stage[]
  /** Does a stage's steps, and those of the stages it stands on, once each. */
  build(stage: string): Built
  remove(): void
}

/** Where this machine's pnpm keeps its packages; it stands for the build's cache of that name. */
const STORE_SETTING = 'npm_config_store_dir'

/**
 * Does the steps of `deploy/Dockerfile` without a container engine, in bare folders outside of the repository, so that nothing is found that was not
 * copied or installed there. What stands for the image is this process's Node and the machine's npm; an absolute path of the image becomes one
 * below the stage's folder. Throws where a step fails, with its line and output. It does not show that the image exists, or that its Debian has
 * what Node needs.
 */
export function openReplay(repository: string): Replay {
  const dockerfile = join(repository, 'deploy/Dockerfile')
  const stages = parseDockerfile(readFileSync(dockerfile, 'utf8'))
  const context = readBuildContext(repository, readFileSync(`${dockerfile}.dockerignore`, 'utf8'))
  const home = mkdtempSync(join(tmpdir(), 'gradient-bridge-replay-'))
  // Another user than the one who replays must be able to start what was built.
  chmodSync(home, 0o755)
  const built = new Map<string, Built>()

  function build(name: string): Built {
    const done = built.get(name)
    if (done) return done
    const stage = stages.find((candidate) => candidate.name === name)
    if (!stage) throw new Error(`deploy/Dockerfile has no stage ${name}.`)
    const rootFolder = join(home, name)
    const state = startFrom(stage, rootFolder)
    for (const step of stage.steps) {
      try {
        take(state, step)
      } catch (error) {
        throw new Error(`deploy/Dockerfile, line ${step.line} (${name}): ${String(error)}`, { cause: error })
      }
    }
    built.set(name, state)
    return state
  }

  function startFrom(stage: Stage, rootFolder: string): Built {
    if (!stages.some(({ name }) => name === stage.from)) {
      mkdirSync(rootFolder)
      const bare = { env: {}, user: 'root', cmd: undefined, healthcheck: undefined, stopSignal: 'SIGTERM' }
      return { ...bare, rootFolder, workdir: '/' }
    }
    const parent = build(stage.from)
    copy(parent.rootFolder, rootFolder)
    return { ...parent, env: { ...parent.env }, rootFolder }
  }

  function take(state: Built, step: Step): void {
    switch (step.name) {
      case 'WORKDIR':
        state.workdir = resolve(state.workdir, step.rest)
        mkdirSync(inside(state, state.workdir), { recursive: true })
        return
      case 'ENV':
        Object.assign(state.env, Object.fromEntries(envPairs(step)))
        return
      case 'USER':
        state.user = step.rest
        return
      case 'STOPSIGNAL':
        state.stopSignal = step.rest
        return
      case 'CMD':
        state.cmd = execForm(step)
        return
      case 'HEALTHCHECK':
        state.healthcheck = step.rest === 'NONE' ? undefined : execForm(step, step.rest.replace(/^CMD\s+/, ''))
        return
      case 'COPY':
        takeCopy(state, step)
        return
      case 'RUN':
        takeRun(state, step)
        return
    }
  }

  function takeCopy(state: Built, step: Step): void {
    const words = step.rest.split(/\s+/)
    const to = words.at(-1) ?? ''
    const from = step.flags.find(({ name }) => name === 'from')?.value
    for (const source of words.slice(0, -1)) {
      const target = inside(state, resolve(state.workdir, to))
      if (from !== undefined) {
        copy(inside(build(from), source), target)
        continue
      }
      const files = context.filter((file) => file === source || file.startsWith(`${source}/`))
      if (files.length === 0) throw new Error(`${source} is not in the build's context.`)
      for (const file of files) {
        const isFolder = file !== source
        const intoFolder = to.endsWith('/') ? join(target, basename(file)) : target
        copy(join(repository, file), isFolder ? join(target, file.slice(source.length + 1)) : intoFolder)
      }
    }
  }

  function takeRun(state: Built, step: Step): void {
    const { [STORE_SETTING]: _ours, ...env } = state.env
    const prefix = inside(state, '/usr/local')
    const ran = spawnSync('/bin/sh', ['-c', step.rest], {
      cwd: inside(state, state.workdir),
      encoding: 'utf8',
      // This machine's own, since it says how the registry is reached.
      env: {
        ...process.env,
        ...env,
        npm_config_prefix: prefix,
        PATH: [join(prefix, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
      },
    })
    if (ran.status !== 0) throw new Error(`"${step.rest}" ended with ${ran.status}.\n${ran.stdout}${ran.stderr}`)
  }

  return { stages, build, remove: () => rmSync(home, { recursive: true, force: true }) }
}

function inside(state: Pick<Built, 'rootFolder'>, path: string): string {
  return join(state.rootFolder, path)
}

/** Puts a file, or what is in a folder, at another place as COPY does: over what is there, and links stay as they are. */
function copy(from: string, to: string): void {
  if (!existsSync(from)) throw new Error(`${from} does not exist.`)
  if (!statSync(from).isDirectory()) {
    mkdirSync(dirname(to), { recursive: true })
    // Away with what is there first: it may be the same file as an earlier stage's, see below.
    rmSync(to, { force: true })
    copyFileSync(from, to)
    return
  }
  mkdirSync(to, { recursive: true })
  // From stage to stage as hard links, since node_modules has ten thousand files: no step of ours writes into a file that it was given.
  const ran = spawnSync('cp', ['-RPlf', `${from}/.`, to], { encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`${from} could not be copied: ${ran.stderr}`)
}
