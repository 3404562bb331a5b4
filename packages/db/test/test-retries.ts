import { sql } from 'kysely'
import { beforeEach } from 'vitest'
import { orderRetry, previewRetry, type RetryScope, releaseRetries } from '../src/index.ts'
import { PERIOD, useTestLedger } from './test-ledger.ts'

/** Who orders. */
export const ANNA = { operatorId: null, name: 'anna', address: '10.0.0.7', via: 'console' as const }
/** How a push ends so, as `settle` takes it. */
export const FAILURES = {
  failed: ['spent', { reason: 'unavailable', message: 'Gradient is down', httpStatus: 503 }],
  unmapped: ['unmapped', { reason: 'unmapped', message: 'No account map found with id: 1', httpStatus: 404 }],
  refused: ['refused', { reason: 'bad_request', message: 'unitCount is wrong', httpStatus: 400 }],
  accepted: ['accepted', {}],
} as const

/** A ledger of a test file's own without retries and stops, and the ways to have pushes fail and to order retries of them. Call it at the top of the file. */
export function useTestRetries() {
  const ledger = useTestLedger()
  const { db, connectedPartner, runFor, pushOf, mustClaim, settle } = ledger

  beforeEach(async () => {
    await sql`truncate retry, retry_item`.execute(db())
    await sql`update sending_pause set resumed_at = now() where resumed_at is null`.execute(db())
  })

  /** A partner whose companies ended so in the period; `waiting` is left as it is. */
  async function partnerWith(ends: (keyof typeof FAILURES | 'waiting' | 'no_usage')[], period = PERIOD) {
    const companies = ends.map((end, index) => ({
      id: `c${index}`,
      usage: end === 'no_usage' ? {} : { [period]: index + 1 },
    }))
    const { partnerId, connectionId } = await connectedPartner(companies)
    const run = await runFor(partnerId, period)
    for (const [index, end] of ends.entries()) {
      if (end === 'waiting' || end === 'no_usage') continue
      const [result, more] = FAILURES[end]
      await settle(await mustClaim((await pushOf(partnerId, `c${index}`, period)).id), result, more)
    }
    const outcomes = async () =>
      Object.fromEntries(
        await Promise.all(
          ends.map(async (_, index) => [`c${index}`, (await pushOf(partnerId, `c${index}`, period)).outcome] as const),
        ),
      )
    return { partnerId, connectionId, runId: run.id, outcomes }
  }

  async function ordered(scope: RetryScope, token?: string): Promise<string> {
    const made = await orderRetry(db(), {
      by: ANNA,
      scope,
      reason: 'Gradient is back',
      token: token ?? (await previewRetry(db(), scope)).token,
    })
    if (!('id' in made)) throw new Error(`not ordered: ${JSON.stringify(made)}`)
    return made.id
  }

  const look = (window = 1_000) => releaseRetries(db(), { window })
  const month = (partnerId: string, period = PERIOD): RetryScope => ({ partnerId, period })

  return { ...ledger, partnerWith, ordered, look, month }
}
