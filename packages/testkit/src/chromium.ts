import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where Chromium and its likes are installed, by platform; the first that is there is taken. */
function usualPlaces(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  if (platform === 'darwin') {
    const applications = ['/Applications', join(env['HOME'] ?? '', 'Applications')]
    const programs = ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium']
    return programs.flatMap((program) => applications.map((folder) => join(folder, program)))
  }
  if (platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => env[name] ?? [])
    const programs = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe']
    return programs.flatMap((program) => folders.map((folder) => join(folder, program)))
  }
  // The shell has no window, whose own pages (what pops up under an address) would cost each visitor of a test more than ours do.
  const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  return names.map((name) => `/usr/bin/${name}`)
}

/**
 * The Chromium for tests that walk pages: the one that `CHROMIUM_PATH` names, else the one that the machine has; undefined where there is none. Throws when
 * `CHROMIUM_PATH` names a file that is not there: to walk with another, or not at all, would be a surprise.
 */
export function findChromium(
  env: NodeJS.ProcessEnv = process.env,
  machine: { platform: NodeJS.Platform; exists: (path: string) => boolean } = {
    platform: process.platform,
    exists: existsSync,
  },
): string | undefined {
  const named = env['CHROMIUM_PATH']
  if (named === undefined || named === '') return usualPlaces(machine.platform, env).find(machine.exists)
  if (!machine.exists(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`)
  return named
}
