import { givenPartner, waitFor } from '@bridge/testkit'
import { expect } from 'vitest'
import { callsInGradient, countsInGradient } from './gradient-view.ts'
import { connectAndMap, newKey } from './races-view.ts'
import type { Stack } from './stack.ts'

/** A partner that is connected, with all its accounts mapped. */
export interface Reporting {
  partnerId: string
  partnerKey: string
  connectionId: string
}

/** Makes a partner with these companies and connects it through the gateway. */
export async function givenReporting(
  stack: Stack,
  companies: Parameters<typeof givenPartner>[1]['companies'],
): Promise<Reporting> {
  const partnerId = await givenPartner(stack.db, { companies })
  const partnerKey = await newKey(stack, partnerId)
  return { partnerId, partnerKey, connectionId: await connectAndMap(stack, partnerId, partnerKey) }
}

/** Reports one number through the gateway. Answers its revision. */
export async function report(
  stack: Stack,
  partnerId: string,
  companyId: string,
  period: string,
  billableUsers: number,
): Promise<number> {
  const path = `/v1/partners/${partnerId}/companies/${companyId}/usage/${period}`
  const { status, body } = await stack.call('PUT', path, { billableUsers })
  expect([path, status]).toEqual([path, 200])
  return (body as { revision: number }).revision
}

/** Orders the partner's run. Answers its id. */
export async function orderRun(stack: Stack, partnerId: string, period: string): Promise<string> {
  const { status, body } = await stack.call('POST', '/v1/billing-runs', { period, partnerId })
  expect([200, 202]).toContain(status)
  return (body as { id: string }).id
}

/** Waits until Gradient's last numbers are these, and nothing of the partner is on its way any more. `null`: it has no number. */
export async function arrived(
  stack: Stack,
  { partnerId, partnerKey }: Pick<Reporting, 'partnerId' | 'partnerKey'>,
  numbers: Record<string, number | null>,
): Promise<void> {
  await waitFor(
    async () => {
      const { open } = await stack.db
        .selectFrom('push')
        .select(({ fn }) => fn.countAll<string>().as('open'))
        .where('partner_id', '=', partnerId)
        .where('outcome', 'in', ['waiting', 'sending'])
        .executeTakeFirstOrThrow()
      expect([open, await countsInGradient(stack, partnerKey)]).toEqual(['0', numbers])
      return true
    },
    { everyMs: 50 },
  )
}

/** Every company of the run has one outcome, and none is missing, invented or open. */
export async function expectComplete(stack: Stack, runId: string, expected: number): Promise<void> {
  const body = await waitFor(
    async () => {
      const run = (await stack.call('GET', `/v1/billing-runs/${runId}`)).body as {
        finishedAt: string | null
        expected: number
        missing: number
        outcomes: Record<string, number>
      }
      return run.finishedAt !== null && run
    },
    { what: `the run ${runId} to finish` },
  )
  const sum = Object.values(body.outcomes).reduce((total, count) => total + count, 0)
  expect([body.expected, sum, body.missing]).toEqual([expected, expected, 0])
}

/** The numbers that Gradient was sent for each account, in order; of numbers that only grow in reports none goes back. */
export async function expectNeverBack(stack: Stack, partnerKey: string): Promise<Record<string, number[]>> {
  const sent: Record<string, number[]> = {}
  for (const { accountId, unitCount } of await callsInGradient(stack, partnerKey, 'count'))
    if (accountId !== null && unitCount !== null) sent[accountId] = [...(sent[accountId] ?? []), unitCount]
  for (const numbers of Object.values(sent)) expect(numbers).toEqual(numbers.toSorted((one, other) => one - other))
  return sent
}
