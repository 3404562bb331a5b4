import { hostname, userInfo } from 'node:os'
import { type Actor, connect, type Db, listOpenPauses, type Pause, pauseByOperator, resumeByOperator } from '@bridge/db'
import { EXIT_BAD_CONFIG } from '@bridge/runtime'

const USAGE = `Whether anything is sent to Gradient.

  status          shows whether sending is stopped, since when, by whom and why
  stop REASON     stops all sending; the calls under way end
  resume          lets it go on; the sweep brings along what waited. Stops of a part, or of one partner, stay: see "ops"

Two things stop all sending by themselves. An answer 403 (anomaly): find out why, with Gradient, before you resume. A vendor key that Gradient
refuses for everybody (vendor_key_refused): set GRADIENT_VENDOR_API_KEY right and restart the processes before you resume.
What is done here stands in the audit. DATABASE_URL says where the system keeps its data.
`

process.exitCode = await main(process.argv.slice(2))

async function main([verb, ...words]: string[]): Promise<number> {
  const detail = words.join(' ').trim()
  if ((verb !== 'status' && verb !== 'resume' && verb !== 'stop') || (verb === 'stop') === (detail === '')) {
    process.stderr.write(USAGE)
    return 64
  }
  const url = process.env['DATABASE_URL']
  if (!url) {
    process.stderr.write('Setting DATABASE_URL: is missing. See README.md, "Settings".\n')
    return EXIT_BAD_CONFIG
  }
  const { db, close } = connect({ url, applicationName: 'sending', poolSize: 1 })
  try {
    const by: Actor = { operatorId: null, name: userInfo().username, address: hostname(), via: 'shell' }
    process.stdout.write(`${await carryOut(db, { verb, detail, by })}\n`)
    return 0
  } finally {
    await close()
  }
}

async function carryOut(
  db: Db,
  order: { verb: 'status' | 'stop' | 'resume'; detail: string; by: Actor },
): Promise<string> {
  if (order.verb === 'resume') {
    return (await resumeAll(db, order.by)) ? 'Sending goes on.' : 'Sending was not stopped.'
  }
  if (order.verb === 'stop') {
    const stopped = await pauseByOperator(db, { by: order.by, scope: 'all', reason: order.detail })
    return 'made' in stopped && stopped.made ? 'All sending is stopped.' : 'Sending was stopped already.'
  }
  const pauses = await listOpenPauses(db)
  return pauses.length === 0 ? 'Sending is on.' : pauses.map(describe).join('\n')
}

/** Lifts the stops of everything, whoever made them; each is recorded. Answers whether there was one. */
async function resumeAll(db: Db, by: Actor): Promise<boolean> {
  const stops = (await listOpenPauses(db)).filter(({ scope }) => scope === 'all')
  for (const { id } of stops) await resumeByOperator(db, { by, id, reason: 'resumed with the command "sending"' })
  return stops.length > 0
}

function describe({ scope, reason, detail, pausedBy, pausedAt }: Pause): string {
  return `${whatIs(scope)} stopped since ${pausedAt.toISOString()} by ${pausedBy} (${reason}): ${detail}`
}

function whatIs(scope: Pause['scope']): string {
  if (typeof scope === 'object') return `Sending for partner ${scope.partnerId} is`
  return { all: 'Sending is', accounts: 'Sending accounts is', billing: 'Sending counts is' }[scope]
}
