import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

// Runs a service's own command (its file is the first argument) and tells it where the database of a running `npm start` is, as the services come in.
const root = resolve(import.meta.dirname, '..')
const databaseUrl = process.env['DATABASE_URL'] || databaseOfRunningSystem()
const asksForHelp = process.argv.some((argument) => argument === '--help' || argument === '-h')

if (databaseUrl === undefined && !asksForHelp) {
  process.stderr.write('No database: start the system first (npm start), or set DATABASE_URL.\n')
  process.exitCode = 1
} else {
  const child = spawn(process.execPath, process.argv.slice(2), {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) },
  })
  child.once('exit', (code) => process.exit(code ?? 1))
}

function databaseOfRunningSystem(): string | undefined {
  const file = resolve(root, process.env['BRIDGE_DATA_FOLDER'] || '.data', 'running.json')
  if (!existsSync(file)) return undefined
  return (JSON.parse(readFileSync(file, 'utf8')) as { servicesDatabaseUrl: string }).servicesDatabaseUrl
}
