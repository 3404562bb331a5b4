import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

// `npm run token -- create --name my-integration`: the gateway's own command, told where the database of a running `npm start` is.
const root = resolve(import.meta.dirname, '../..')
const running = resolve(root, process.env['BRIDGE_DATA_FOLDER'] || '.data', 'running.json')
const databaseUrl = process.env['DATABASE_URL'] || readDatabaseUrl()

if (databaseUrl === undefined) {
  process.stderr.write('No database: start the system first (npm start), or set DATABASE_URL.\n')
  process.exitCode = 1
} else {
  const args = ['services/gateway/src/token-main.ts', ...process.argv.slice(2)]
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: databaseUrl },
  })
  child.once('exit', (code) => process.exit(code ?? 1))
}

function readDatabaseUrl(): string | undefined {
  if (!existsSync(running)) return undefined
  return (JSON.parse(readFileSync(running, 'utf8')) as { databaseUrl: string }).databaseUrl
}
