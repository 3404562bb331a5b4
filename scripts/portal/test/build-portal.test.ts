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
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildPortal, isPortalBuilt } from '../build-portal.ts'
import { drawSizes, tooLarge } from '../size-report.ts'

const repository = resolve(import.meta.dirname, '../../..')
const accept = () => undefined

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gradient-bridge-portal-'))
  write('pnpm-lock.yaml', 'lockfileVersion: 1\n')
  write('tsconfig.base.json', '{}\n')
  write('scripts/portal/build.ts', '')
  write('services/portal/vite.config.mjs', "export default { base: '/portal/' }\n")
  write('services/portal/index.html', '<!doctype html><script type="module" src="/src/main.js"></script>\n')
  write('services/portal/src/main.js', "document.title = 'The first'\n")
  mkdirSync(join(root, 'services/portal/node_modules'))
  symlinkSync(join(repository, 'services/portal/node_modules/vite'), join(root, 'services/portal/node_modules/vite'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

const dist = () => join(root, 'services/portal/dist')
const scripts = () => readdirSync(join(dist(), 'assets')).filter((name) => name.endsWith('.js'))
const textOfScripts = () => scripts().map((name) => readFileSync(join(dist(), 'assets', name), 'utf8'))

describe('building the partner’s page', () => {
  it('is due until it was built, and again once a source, the lockfile or the way of building has changed', async () => {
    expect(isPortalBuilt(root)).toBe(false)
    await buildPortal(root, accept)
    for (const file of ['services/portal/src/main.js', 'pnpm-lock.yaml', 'scripts/portal/build.ts']) {
      expect(isPortalBuilt(root), file).toBe(true)
      appendFileSync(join(root, file), '\n')
      expect(isPortalBuilt(root), file).toBe(false)
      await buildPortal(root, accept)
    }
    write('services/portal/src/main.test.js', '')
    write('services/portal/dist/anything.js', '')
    write('services/portal/src/another.js', '')
    expect(isPortalBuilt(root)).toBe(false)
  })

  it('writes both compressed forms beside each text file but index.html, which the gateway writes into', async () => {
    const { assets, firstLoad } = await buildPortal(root, accept)
    const [script = ''] = scripts()
    const content = readFileSync(join(dist(), 'assets', script))
    expect(brotliDecompressSync(readFileSync(join(dist(), 'assets', `${script}.br`)))).toEqual(content)
    expect(gunzipSync(readFileSync(join(dist(), 'assets', `${script}.gz`)))).toEqual(content)
    expect(readdirSync(dist()).sort()).toEqual(['.built', 'assets', 'index.html'])
    expect(assets.map(({ file }) => file)).toEqual([`assets/${script}`, 'index.html'])
    expect(firstLoad.files).toEqual(['index.html', `assets/${script}`])
  })

  it('leaves the old page as it is when the new one cannot be built or is not accepted, and says why', async () => {
    await buildPortal(root, accept)
    write('services/portal/src/main.js', "import './gone.js'\n")
    await expect(buildPortal(root, accept)).rejects.toThrow(/could not be built:[\s\S]*gone\.js/)
    write('services/portal/src/main.js', "document.title = 'Another'\n")
    const refuse = () => {
      throw new Error('Not this one')
    }
    await expect(buildPortal(root, refuse)).rejects.toThrow('Not this one')
    expect(textOfScripts()).toEqual([expect.stringContaining('The first')])
    expect(readdirSync(join(root, '.cache'))).toEqual([])
  })

  it('twice at once over an old page, leaves one whole page', async () => {
    await buildPortal(root, accept)
    write('services/portal/src/main.js', "document.title = 'The second'\n")
    await Promise.all([buildPortal(root, accept), buildPortal(root, accept)])
    expect(isPortalBuilt(root)).toBe(true)
    expect(textOfScripts()).toEqual([expect.stringContaining('The second')])
    expect(readdirSync(join(root, '.cache'))).toEqual([])
  })
})

it('the partner’s page can be built, and its first load is under 200 kB compressed', async () => {
  const built = await buildPortal(repository, accept)
  expect(tooLarge(built), drawSizes(built)).toBeUndefined()
})
