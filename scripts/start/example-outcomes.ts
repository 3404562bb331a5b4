import type { Period } from '@bridge/domain'
import type { Example } from './example-files.ts'
import type { JsonClient } from './json-client.ts'
import { type Counts, OUTCOMES, type Outcome } from './outcome-table.ts'

interface Page<Row> {
  data: Row[]
  nextCursor: string | null
}

const PAGE_SIZE = 500

/**
 * How each company of a partner ended, as the gateway says: the outcome of its push, or why it has none. A company that the files name and the
 * gateway accounts for in no way is an error: none may go missing.
 */
export async function readOutcomes(
  gateway: JsonClient,
  partner: Example['partners'][number],
  period: Period,
): Promise<Counts> {
  const path = `/v1/partners/${partner.id}`
  const connection = await gateway.call<{ status: string }>('GET', `${path}/gradient-connection`, { expect: [200] })
  const outcomes = new Map<string, Outcome>()
  for (const row of await readAll<{ companyId: string; outcome: string }>(gateway, `${path}/billing/${period}`)) {
    outcomes.set(row.companyId, toOutcome(row.outcome))
  }
  const counts: Counts = {}
  for (const companyId of partner.companyIds) {
    const outcome = outcomes.get(companyId) ?? withoutPush(connection.body.status, partner.archive.includes(companyId))
    if (outcome === undefined) throw new Error(`Company ${companyId} of ${partner.name} has no outcome for ${period}.`)
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  return counts
}

function withoutPush(connection: string, archived: boolean): Outcome | undefined {
  if (connection === 'not_connected') return 'not_connected'
  return archived ? 'archived' : undefined
}

function toOutcome(word: string): Outcome {
  const outcome = OUTCOMES.find((known) => known === word)
  if (outcome === undefined) throw new Error(`The gateway names an outcome that npm start does not know: ${word}.`)
  return outcome
}

async function readAll<Row>(gateway: JsonClient, path: string): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor: string | null = null; ; ) {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const { body } = await gateway.call<Page<Row>>('GET', `${path}?limit=${PAGE_SIZE}${after}`, { expect: [200] })
    rows.push(...body.data)
    cursor = body.nextCursor
    if (cursor === null) return rows
  }
}
