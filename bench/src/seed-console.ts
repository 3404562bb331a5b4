import { parseArgs } from 'node:util'
import { connect } from '@bridge/db'
import { seedConsole } from '@bridge/testkit'

const USAGE = `Fills an empty, migrated database so that every page of the console has something to show.

  --pushes N     pushes in all, of twelve months (default 20000)
  --attempts N   calls in all (default three for each push)
  --sent SHARE   how much of the newest month has been sent, 0 to 1 (default 0.6: its run is under way)

DATABASE_URL says which database; without it, the one of the system that runs here (npm start -- --no-example). It must be empty: nothing is ever removed.
`

const { values } = parseArgs({
  options: {
    pushes: { type: 'string', default: '20000' },
    attempts: { type: 'string' },
    sent: { type: 'string', default: '0.6' },
  },
})
const [pushes, sent] = [Number(values.pushes), Number(values.sent)]
const attempts = values.attempts === undefined ? pushes * 3 : Number(values.attempts)
const url = process.env['DATABASE_URL']

if (!url || !Number.isInteger(pushes) || pushes < 1_000 || !Number.isInteger(attempts) || !(sent >= 0 && sent <= 1)) {
  process.stderr.write(USAGE)
  process.exitCode = 64
} else {
  const { db, close } = connect({ url, applicationName: 'seed-console', statementTimeoutMs: 0 })
  if (await db.selectFrom('partner').select('id').limit(1).executeTakeFirst()) {
    process.stderr.write('The database has partners already. Nothing was done.\n')
    process.exitCode = 1
  } else {
    const startedMs = performance.now()
    await seedConsole(db, { pushes, attempts, now: new Date(), sent, withOperators: true })
    process.stdout.write(
      `${pushes} pushes and ${attempts} calls in ${Math.round((performance.now() - startedMs) / 1000)} s\n`,
    )
  }
  await close()
}
