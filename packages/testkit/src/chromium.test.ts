import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findChromium } from './chromium.ts'

const having = (platform: NodeJS.Platform, ...paths: string[]) => ({
  platform,
  exists: (path: string) => paths.includes(path),
})

describe('the Chromium for tests', () => {
  it('is the one that CHROMIUM_PATH names, before any other', () => {
    const machine = having('linux', '/opt/mine', '/usr/bin/chromium')
    expect(findChromium({ CHROMIUM_PATH: '/opt/mine' }, machine)).toBe('/opt/mine')
    expect(findChromium({ CHROMIUM_PATH: '' }, machine)).toBe('/usr/bin/chromium')
  })

  it('is the shell without windows before the whole, which starts more', () => {
    const both = having('linux', '/usr/bin/chromium', '/usr/bin/chromium-headless-shell')
    expect(findChromium({}, both)).toBe('/usr/bin/chromium-headless-shell')
  })

  it('is never another than the one that was named', () => {
    expect(() => findChromium({ CHROMIUM_PATH: '/opt/gone' }, having('linux', '/usr/bin/chromium'))).toThrow(
      '/opt/gone',
    )
  })

  it.each([
    ['linux' as const, {}, '/usr/bin/google-chrome-stable'],
    ['darwin' as const, { HOME: '/Users/me' }, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['win32' as const, { PROGRAMFILES: 'C:/Programs' }, join('C:/Programs', 'Google/Chrome/Application/chrome.exe')],
  ])('is found where %s keeps it', (platform, env, path) => {
    expect(findChromium(env, having(platform, path))).toBe(path)
    expect(findChromium(env, having(platform))).toBeUndefined()
  })
})
