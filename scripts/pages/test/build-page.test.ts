import { execFile } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildPage, isPageBuilt } from '../build-page.ts'
import { PAGES, type Page } from '../pages.ts'

const repository = resolve(import.meta.dirname, '../../..')
const accept = () => undefined
const pages = Object.values(PAGES)

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gradient-bridge-pages-'))
  write('pnpm-lock.yaml', 'lockfileVersion: 1\n')
  write('tsconfig.base.json', '{}\n')
  write('scripts/pages/build.ts', '')
  for (const { basePath, folder, service } of pages) {
    write(`${service}/package.json`, '{}\n')
    write(`${folder}/vite.config.mjs`, `export default { base: '${basePath}' }\n`)
    write(`${folder}/index.html`, '<!doctype html><script type="module" src="/src/main.js"></script>\n')
    write(`${folder}/src/main.js`, "document.title = 'The first'\n")
    mkdirSync(join(root, service, 'node_modules'))
    symlinkSync(join(repository, service, 'node_modules/vite'), join(root, service, 'node_modules/vite'))
  }
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

const build = (page: Page) => buildPage(root, page, accept)
const dist = (page: Page) => join(root, page.service, 'dist')
const scripts = (page: Page) => readdirSync(join(dist(page), 'assets')).filter((name) => name.endsWith('.js'))
const textOfScripts = (page: Page) =>
  scripts(page).map((name) => readFileSync(join(dist(page), 'assets', name), 'utf8'))

it.each(pages)(
  'building the $title is due until it was built, and again once a source, the lockfile or the way of building has changed',
  async (page) => {
    expect(isPageBuilt(root, page)).toBe(false)
    await build(page)
    for (const file of [`${page.folder}/src/main.js`, 'pnpm-lock.yaml', 'scripts/pages/build.ts']) {
      expect(isPageBuilt(root, page), file).toBe(true)
      appendFileSync(join(root, file), '\n')
      expect(isPageBuilt(root, page), file).toBe(false)
      await build(page)
    }
    write(`${page.folder}/src/main.test.ts`, '')
    write(`${page.service}/dist/anything.js`, '')
    write(`${page.service}/README.md`, '')
    expect(isPageBuilt(root, page)).toBe(true)
    write(`${page.folder}/src/another.js`, '')
    expect(isPageBuilt(root, page)).toBe(false)
  },
)

// By the page whose sources are not its service's own folder: how one is built is the same for each.
describe('building a page', () => {
  const page = PAGES.console

  it('writes both compressed forms beside each text file but index.html, which its service writes into', async () => {
    const { assets, firstLoad } = await build(page)
    const [script = ''] = scripts(page)
    const content = readFileSync(join(dist(page), 'assets', script))
    expect(brotliDecompressSync(readFileSync(join(dist(page), 'assets', `${script}.br`)))).toEqual(content)
    expect(gunzipSync(readFileSync(join(dist(page), 'assets', `${script}.gz`)))).toEqual(content)
    expect(readdirSync(dist(page)).sort()).toEqual(['.built', 'assets', 'index.html'])
    expect(assets.map(({ file }) => file)).toEqual([`assets/${script}`, 'index.html'])
    expect(firstLoad.files).toEqual(['index.html', `assets/${script}`])
  })

  it('leaves the old page as it is when the new one cannot be built or is not accepted, and says why', async () => {
    await build(page)
    write(`${page.folder}/src/main.js`, "import './gone.js'\n")
    await expect(build(page)).rejects.toThrow(new RegExp(`The ${page.title} could not be built:[\\s\\S]*gone\\.js`))
    write(`${page.folder}/src/main.js`, "document.title = 'Another'\n")
    const refuse = () => {
      throw new Error('Not this one')
    }
    await expect(buildPage(root, page, refuse)).rejects.toThrow('Not this one')
    expect(textOfScripts(page)).toEqual([expect.stringContaining('The first')])
    expect(readdirSync(join(root, '.cache'))).toEqual([])
  })

  it('twice at once over an old page, leaves one whole page', async () => {
    await build(page)
    write(`${page.folder}/src/main.js`, "document.title = 'The second'\n")
    await Promise.all([build(page), build(page)])
    expect(isPageBuilt(root, page)).toBe(true)
    expect(textOfScripts(page)).toEqual([expect.stringContaining('The second')])
    expect(readdirSync(join(root, '.cache'))).toEqual([])
  })
})

it('what a service does is no reason to build its page again', async () => {
  await build(PAGES.console)
  write('services/console/src/main.ts', '')
  expect(isPageBuilt(root, PAGES.console)).toBe(true)
  write('services/console/package.json', '{"dependencies":{}}\n')
  expect(isPageBuilt(root, PAGES.console)).toBe(false)
})

describe('the command', () => {
  const main = join(repository, 'scripts/pages/build-main.ts')
  const command = (...args: string[]) => promisify(execFile)(process.execPath, [main, ...args])

  it.each(pages)(
    'builds the $title where that is due; too large a first load would be refused',
    {
      timeout: 120_000,
    },
    async (page) => {
      await expect(command(page.name)).resolves.toMatchObject({
        stdout: expect.stringMatching(/First load|is built already/),
      })
      expect(isPageBuilt(repository, page)).toBe(true)
    },
  )

  it('knows two pages, and says so to who asks for another', async () => {
    for (const args of [[], ['gateway'], ['portal', '--quickly']])
      await expect(command(...args)).rejects.toMatchObject({
        code: 64,
        stderr: expect.stringContaining('console:build'),
      })
  })
})
