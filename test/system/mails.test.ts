import { lastClosedPeriod } from '@bridge/domain'
import { createQueues } from '@bridge/queue'
import { createLog, systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Inbox, startInbox } from '../../services/inbox/src/inbox.ts'
import { sendNow } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const usage = (count: number) => ({ [PERIOD]: count })
let stack: Stack
let inbox: Inbox

beforeAll(async () => {
  const log = createLog({ name: 'inbox', level: 'silent' })
  inbox = await startInbox({ host: '127.0.0.1', port: 0, smtpPort: 0, log, clock: systemClock })
  stack = await startStack()
})
afterAll(async () => {
  await stack.close()
  await inbox.close()
})

interface Received {
  id: string
  to: string[]
  subject: string
  messageId: string
  attachments: { path: string }[]
}

const get = (path: string) => fetch(`${inbox.address}${path}`)

/** The mails to this address, the oldest first. */
async function mailsTo(address: string): Promise<Received[]> {
  const { data } = (await (await get('/mails')).json()) as { data: Received[] }
  return data.filter(({ to }) => to.includes(address)).reverse()
}

/** Waits until there are this many mails to the address; answers the newest, whole. */
async function untilMails(address: string, many: number) {
  const mails = await waitFor(
    async () => {
      const received = await mailsTo(address)
      return received.length >= many && received
    },
    { what: `${many} mails to ${address}` },
  )
  expect(mails).toHaveLength(many)
  const newest = mails.at(-1) as Received
  return { ...newest, ...((await (await get(`/mails/${newest.id}`)).json()) as { text: string; html: string }) }
}

/** A connected partner with an admin; of its companies these are mapped. */
async function partner(companies: Parameters<typeof givenPartner>[1]['companies'], mapped: string[]) {
  const partnerId = await givenPartner(stack.db, { companies })
  const address = `admin@${partnerId}.example`
  await stack.db.updateTable('partner').set({ admin_email: address }).where('id', '=', partnerId).execute()
  const { connectionId, partnerKey } = await stack.connect(partnerId)
  await stack.synced(connectionId)
  await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: mapped })
  return { partnerId, connectionId, partnerKey, address }
}

test('a partner’s run ends in a mail with its right numbers, what is left to map and the file; the next run in another', async () => {
  await stack.addMailWorker(Number(new URL(inbox.smtpUrl).port))
  const { partnerId, partnerKey, address } = await partner(
    [
      { id: 'a', name: 'Bjørnsund & Sønn', usage: usage(12) },
      { id: 'b', name: '株式会社みどり丘製菓', usage: usage(30) },
      { id: 'c', name: 'Never Reported' },
    ],
    ['a'],
  )
  await sendNow(stack, partnerId, PERIOD)
  const first = await untilMails(address, 1)
  expect(first.subject).toMatch(/^Phin to Gradient, .*: 1 of 3 companies sent, 1 to map$/)
  expect(first.text).toContain('1 company sent, with 12 billable users in all.')
  expect(first.text).toMatch(/To map in Gradient: 1 company[\s\S]*- 株式会社みどり丘製菓 \(Id b\)/)
  expect(first.html).toContain('Bjørnsund &amp; Sønn')
  const file = await (await get(first.attachments[0]?.path ?? '')).text()
  const lines: Record<string, string>[] = parse(file, { columns: true, bom: true })
  expect(lines.map((line) => [line['companyId'], line['unitCount'], line['outcome']]).sort()).toEqual([
    ['a', '12', 'accepted'],
    ['b', '30', 'unmapped'],
    ['c', '', 'no_usage'],
  ])

  await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: ['b'] })
  await sendNow(stack, partnerId, PERIOD)
  const second = await untilMails(address, 2)
  expect(second.subject).toMatch(/: 2 of 3 companies sent$/)
  expect(second.text).toContain('2 companies sent, with 42 billable users in all.')
  expect(second.messageId).not.toBe(first.messageId)
  const rows = await stack.db.selectFrom('mail').selectAll().where('partner_id', '=', partnerId).execute()
  expect(rows.map(({ status, recipient, tries }) => [status, recipient, tries])).toEqual(
    Array(2).fill(['sent', address, 1]),
  )
})

test('a key that stops working is told at once; the counts that wait for a new one are no breakdown yet', async () => {
  const { partnerId, partnerKey, address } = await partner([{ id: 'a', usage: usage(12) }], ['a'])
  await stack.control('POST', `partners/${partnerKey}/regenerate-key`)
  await stack.call('POST', '/v1/billing-runs', { period: PERIOD, partnerId })
  const told = await untilMails(address, 1)
  expect(told.subject).toBe('Phin: Gradient no longer accepts your key')
  expect(told.text).toContain('https://bridge.example/portal')
  const rows = await stack.db.selectFrom('mail').select('kind').where('partner_id', '=', partnerId).execute()
  expect(rows).toEqual([{ kind: 'key_stopped' }])
})

test('mails whose jobs are lost with Redis go out all the same', async () => {
  const { partnerId, address } = await partner([{ id: 'a', usage: usage(5) }], ['a'])
  const queues = createQueues({ redisUrl: stack.redisUrl, prefix: stack.queuePrefix, onError: () => {} })
  const queue = await queues.queue('mail')
  await queue.pause()
  await sendNow(stack, partnerId, PERIOD)
  await waitFor(async () => (await queue.count()) > 0)
  await queue.obliterate({ force: true })
  await queue.resume()
  await queues.close()
  await untilMails(address, 1)
})
