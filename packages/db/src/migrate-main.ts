import { migrate } from './migrate.ts'

const url = process.env['DATABASE_URL']
if (!url) {
  process.stderr.write('Setting DATABASE_URL: is missing. See README.md, "Settings".\n')
  process.exit(78)
}
const { applied } = await migrate(url)
process.stdout.write(applied.length ? `Migrated: ${applied.join(', ')}.\n` : 'The tables are up to date.\n')
