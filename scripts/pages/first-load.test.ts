import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { measureFirstLoad } from './first-load.ts'
import { PAGES } from './pages.ts'
import { drawSizes, tooLarge } from './size-report.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradient-bridge-first-load-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const asset = (file: string, gzipBytes: number) => ({ file, bytes: 1_000, brotliBytes: gzipBytes - 1, gzipBytes })
const ASSETS = [
  asset('index.html', 10),
  asset('assets/a.js', 20),
  asset('assets/b.css', 40),
  asset('assets/c.js', 80),
  asset('assets/later.js', 160),
]
const measure = (head: string) => {
  writeFileSync(join(folder, 'index.html'), `<!doctype html><head>${head}</head>`)
  return measureFirstLoad(folder, '/portal/', ASSETS)
}

describe('the first load', () => {
  it('is index.html and the scripts, styles and preloaded modules that it names, each once', () => {
    const first = measure(`<link rel="icon" href="/portal/icon.svg">
      <link rel="modulepreload" crossorigin href="/portal/assets/c.js"><link rel="stylesheet" href="/portal/assets/b.css">
      <script type="module" crossorigin src="/portal/assets/a.js"></script><script src="/portal/assets/a.js"></script>`)
    expect(first.files.sort()).toEqual(['assets/a.js', 'assets/b.css', 'assets/c.js', 'index.html'])
    expect(first).toMatchObject({ gzipBytes: 150, brotliBytes: 146 })
  })

  it('may name nothing that was not built', () => {
    expect(() => measure('<script src="https://elsewhere.example/a.js"></script>')).toThrow('elsewhere.example')
    expect(() => measure('<link rel="stylesheet" href="/portal/assets/gone.css">')).toThrow('gone.css')
  })

  it('is measured where the page is served', () => {
    writeFileSync(join(folder, 'index.html'), '<script src="/assets/a.js"></script>')
    expect(measureFirstLoad(folder, '/', ASSETS).files).toEqual(['index.html', 'assets/a.js'])
    expect(() => measureFirstLoad(folder, '/portal/', ASSETS)).toThrow('/assets/a.js')
  })

  it('is too large above what its page may weigh, by the larger of the two ways to compress', () => {
    const built = (gzipBytes: number) => ({
      page: { ...PAGES.portal, firstLoadBudget: 200_000 },
      assets: [asset('assets/a.js', gzipBytes)],
      firstLoad: { files: ['assets/a.js'], brotliBytes: 10, gzipBytes },
    })
    expect(tooLarge(built(200_000))).toBeUndefined()
    expect(tooLarge(built(210_000))).toMatch(/partner’s page is 210\.0 kB compressed, over the 200\.0 kB/)
    expect(drawSizes(built(210_000))).toMatch(/assets\/a\.js +1\.0 kB +210\.0 kB +210\.0 kB\nFirst load: 0\.0 kB/)
  })
})
