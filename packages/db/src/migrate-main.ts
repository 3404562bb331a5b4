import { migrate } from './migrate.ts'
import { giveTablesToServices, ServicesUserError } from './services-user.ts'

const EXIT_CONFIG = 78

const url = process.env['DATABASE_URL']
const servicesUrl = process.env['SERVICES_DATABASE_URL']
if (!url) {
  process.stderr.write('Setting DATABASE_URL: is missing. See README.md, "Settings".\n')
  process.exit(EXIT_CONFIG)
}
const { applied } = await migrate(url)
process.stdout.write(applied.length ? `Migrated: ${applied.join(', ')}.\n` : 'The tables are up to date.\n')
if (servicesUrl) {
  try {
    const { user } = await giveTablesToServices(url, servicesUrl)
    process.stdout.write(`The services work as ${user}, who can only add to what operators did.\n`)
  } catch (error) {
    if (!(error instanceof ServicesUserError)) throw error
    process.stderr.write(`Setting SERVICES_DATABASE_URL: ${error.message}.\n`)
    process.exit(EXIT_CONFIG)
  }
}
