import { createQueues, nudgeFinish, nudgeJudge, nudgePush, nudgeSync } from '@bridge/queue'
import { waitFor } from '@bridge/testkit'
import type { CallInGradient } from './gradient-view.ts'
import type { Stack } from './stack.ts'

/** One call as Gradient saw it, with its moments: of this machine's one clock, in milliseconds since 1970. */
export interface TimedCall extends CallInGradient {
  sequence: number
  startedAtMs: number
  endedAtMs: number | null
}

/** The calls with a key, oldest first. */
export async function timedCalls(stack: Stack, partnerKey: string): Promise<TimedCall[]> {
  return (await stack.control('GET', `calls?${new URLSearchParams({ partnerKey })}`)) as TimedCall[]
}

/** A request and the moments between which it was under way. */
export interface Timed {
  status: number
  body: unknown
  sentAtMs: number
  answeredAtMs: number
}

/** Calls the gateway and notes when. */
export async function timed(stack: Stack, method: string, path: string, body?: unknown): Promise<Timed> {
  const sentAtMs = Date.now()
  const answer = await stack.call(method, path, body)
  return { ...answer, sentAtMs, answeredAtMs: Date.now() }
}

/** A partner's connection at the gateway. */
export const pathOf = (partnerId: string) => `/v1/partners/${partnerId}/gradient-connection`

/** A key of a new organization in Gradient. */
export async function newKey(stack: Stack, name: string): Promise<string> {
  const { partnerKey } = (await stack.control('POST', 'partners', { name })) as { partnerKey: string }
  return partnerKey
}

/** The id of the partner's live connection. */
export async function liveConnectionId(stack: Stack, partnerId: string): Promise<string | undefined> {
  const row = await stack.db
    .selectFrom('connection')
    .select('id')
    .where('partner_id', '=', partnerId)
    .where('status', '<>', 'disconnected')
    .executeTakeFirst()
  return row?.id
}

/** Connects through the gateway, waits for the accounts, and maps them all. Answers the connection's id. */
export async function connectAndMap(stack: Stack, partnerId: string, partnerKey: string): Promise<string> {
  const { status, body } = await stack.call('PUT', pathOf(partnerId), { partnerApiKey: partnerKey })
  if (status !== 201) throw new Error(`not connected: ${status} ${JSON.stringify(body)}`)
  const connectionId = await waitFor(() => liveConnectionId(stack, partnerId))
  await stack.synced(connectionId)
  await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: 'all' })
  return connectionId
}

/** Puts every job that a connection ever had, in every round of it, into the queues again, retries the failed ones, and waits until the workers are through. */
export async function replayEveryJob(stack: Stack, connectionId: string): Promise<void> {
  const queues = createQueues({ redisUrl: stack.redisUrl, prefix: stack.queuePrefix, onError: () => {} })
  const of = <Row extends { nudge: number }>(rows: Row[]) =>
    rows.flatMap((row) => Array.from({ length: row.nudge + 1 }, (_, nudge) => ({ ...row, nudge })))
  const pushes = await stack.db
    .selectFrom('push')
    .select(['id', 'nudge', 'period', 'connection_id as connectionId'])
    .where('connection_id', '=', connectionId)
    .execute()
  const syncs = await stack.db
    .selectFrom('account_sync')
    .select(['id', 'nudge'])
    .where('connection_id', '=', connectionId)
    .execute()
  const jobs = {
    accounts: [
      ...of(syncs).map((sync) => nudgeSync(sync)),
      ...[0, 1, 2].map((round) => nudgeJudge({ connectionId, round })),
    ],
    billing: [
      ...of(pushes).map(nudgePush),
      ...[...new Set(pushes.map(({ period }) => period))].map((period) => nudgeFinish({ connectionId, period })),
    ],
  }
  for (const name of ['accounts', 'billing'] as const) {
    const ids = jobs[name].map(({ id }) => id)
    const queue = await queues.queue(name)
    await queues.add(jobs[name])
    for (const job of await queue.getFailed()) if (ids.includes(job.id ?? '')) await job.retry()
    await waitFor(async () => !(await queues.look(name, ids)).includes('there'), {
      what: `the ${name} jobs of ${connectionId} to be worked off`,
    })
  }
  await queues.close()
}
