import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

// `pnpm pictures`: walks every page in a real Chromium (test/pages), which leaves a picture of each state in `pictures/`, and takes those of the
// README into docs/pictures.
const root = resolve(import.meta.dirname, '../..')
const README_PICTURES = [
  'connect-1280-light',
  'gradient-pending-1280-light',
  'numbers-corrected-1280-light',
  'mapping-390-light',
  'console-overview-1280-light',
  'console-retry-preview-1280-light',
  'console-story-1280-light',
]

rmSync(join(root, 'pictures'), { recursive: true, force: true })
const code = await new Promise<number>((settle) => {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'programs', 'test/pages']
  const env = { ...process.env, PICTURES: '1' }
  const walks = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
  walks.once('exit', (exitCode) => settle(exitCode ?? 1))
})
if (code === 0) {
  mkdirSync(join(root, 'docs/pictures'), { recursive: true })
  for (const name of README_PICTURES)
    copyFileSync(join(root, 'pictures', `${name}.png`), join(root, 'docs/pictures', `${name}.png`))
  process.stdout.write(`All are in pictures/, those of the README in docs/pictures/: ${README_PICTURES.join(', ')}\n`)
}
process.exit(code)
