import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { lastClosedPeriod, type Period } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import type { DataFolder } from './data-folder.ts'
import { type Example, readExample } from './example-files.ts'
import { waitForMails } from './example-mails.ts'
import { readOutcomes } from './example-outcomes.ts'
import { createJsonClient, type JsonClient } from './json-client.ts'
import { differences, drawOutcomeTable } from './outcome-table.ts'

export interface ExampleContext {
  folder: DataFolder
  /** The folder with the example's files. */
  examples: string
  gatewayUrl: string
  sandboxUrl: string
  /** Where the mails to partners can be seen; undefined where they are really sent. */
  inboxUrl: string | undefined
  token: string
  timeZone: string
  say: (line: string) => void
  signal: AbortSignal
}

interface Run extends ExampleContext {
  gateway: JsonClient
  sandbox: JsonClient
  example: Example
  period: Period
}

/** Written once the example's run is finished: from then on it is only looked at. */
const DONE_FILE = 'example.json'
/** The keys that the partners of the example have in the sandbox. */
const KEYS_FILE = 'example-partner-keys.json'
const LOOK_EVERY_MS = 300
const NO_PROGRESS_FOR_MS = 120_000

/**
 * Plays the whole journey with the example partners: load, connect, sync, map, bill the last closed month, mails. When an earlier start has done so, changes
 * nothing. Prints the table of outcomes and returns whether all are as expected. Each step may be repeated: a start that was killed half way goes on from there.
 */
export async function runExample(context: ExampleContext): Promise<boolean> {
  const done = context.folder.read<{ period: Period }>(DONE_FILE)
  const period = done?.period ?? lastClosedPeriod(systemClock.now(), context.timeZone)
  const { signal } = context
  const run: Run = {
    ...context,
    period,
    example: readExample(context.examples, period),
    gateway: createJsonClient({ baseUrl: context.gatewayUrl, token: context.token, signal }),
    sandbox: createJsonClient({ baseUrl: context.sandboxUrl, signal }),
  }
  if (done) context.say(`The example is there from an earlier start, billed for ${period}: nothing is changed`)
  else {
    await load(run)
    await connect(run)
    await waitForAccounts(run)
    await map(run)
    await bill(run)
    context.folder.write(DONE_FILE, { period })
  }
  const asExpected = await tell(run)
  // An inbox keeps its mails in memory: those of an earlier start are gone from it.
  const mailsCame = done !== undefined || (await waitForBreakdowns(run))
  return asExpected && mailsCame
}

async function load({ example, gateway, period, say }: Run): Promise<void> {
  if (example.writtenPeriod !== period)
    say(`The examples' newest month, ${example.writtenPeriod}, stands for ${period}`)
  for (const { file, csv } of example.imports) {
    const { body } = await gateway.call<{ lines: number; accepted: number; rejected: number; errors: unknown[] }>(
      'POST',
      '/v1/imports',
      { expect: [200], csv },
    )
    say(`Loaded examples/${file}: ${body.accepted} of ${body.lines} lines`)
    if (body.rejected > 0) throw new Error(`Lines were rejected: ${JSON.stringify(body.errors)}`)
  }
  for (const { id, archive } of example.partners) {
    for (const company of archive) {
      await gateway.call('DELETE', `/v1/partners/${id}/companies/${company}`, { expect: [204] })
    }
  }
}

/** The partner makes a key in (the sandbox of) Gradient and pastes it into our page. */
async function connect(run: Run): Promise<void> {
  const { example, folder, gateway, sandbox, say } = run
  const keys = folder.read<Record<string, string>>(KEYS_FILE) ?? {}
  for (const { id, name, connect: how } of example.partners) {
    if (how === 'no') continue
    if (how === 'right_key') {
      keys[id] ??= `example-${randomBytes(24).toString('hex')}`
      folder.write(KEYS_FILE, keys)
      // 409: it was made by an earlier start that did not get to the end.
      await sandbox.call('POST', '/control/partners', { expect: [201, 409], json: { name, partnerKey: keys[id] } })
    }
    const partnerApiKey = how === 'right_key' ? keys[id] : `wrong-${randomBytes(12).toString('hex')}`
    const expect = how === 'right_key' ? [200, 201] : [422]
    await gateway.call('PUT', `/v1/partners/${id}/gradient-connection`, { expect, json: { partnerApiKey } })
    say(how === 'right_key' ? `${name} is connected` : `${name} pasted a wrong key, which was refused`)
  }
}

interface ConnectionView {
  accounts: { total: number; present: number; waiting: number; failed: number }
}

async function waitForAccounts(run: Run): Promise<void> {
  const partners = connected(run)
  await follow(run, async () => {
    const views = await Promise.all(
      partners.map(({ id }) =>
        run.gateway.call<ConnectionView>('GET', `/v1/partners/${id}/gradient-connection`, { expect: [200] }),
      ),
    )
    const sum = (pick: (accounts: ConnectionView['accounts']) => number) =>
      views.reduce((total, { body }) => total + pick(body.accounts), 0)
    const settled = sum((accounts) => accounts.present + accounts.failed)
    const total = sum((accounts) => accounts.total)
    return { line: `Accounts in Gradient: ${settled} of ${total}`, done: settled === total }
  })
}

/** The partner maps its accounts to the clients of its PSA, in Gradient. */
async function map(run: Run): Promise<void> {
  const keys = run.folder.read<Record<string, string>>(KEYS_FILE) ?? {}
  for (const partner of connected(run)) {
    const { map: which, name, id, companyIds } = partner
    if (which === 'none') continue
    const accountIds = which === 'all' ? 'all' : companyIds.filter((company) => !which.allBut.includes(company))
    const key = encodeURIComponent(keys[id] ?? '')
    await run.sandbox.call('POST', `/control/partners/${key}/map`, { expect: [200], json: { accountIds } })
    run.say(`${name} mapped ${which === 'all' ? 'all its accounts' : `all its accounts but ${which.allBut.length}`}`)
  }
}

interface RunView {
  id: string
  finishedAt: string | null
  expected: number
  outcomes: Record<string, number>
}

async function bill({ period, ...run }: Run): Promise<void> {
  const started = await run.gateway.call<RunView>('POST', '/v1/billing-runs', {
    expect: [200, 202],
    json: { period },
    headers: { 'idempotency-key': `example-${randomBytes(12).toString('hex')}` },
  })
  await follow({ ...run, period }, async () => {
    const { body } = await run.gateway.call<RunView>('GET', `/v1/billing-runs/${started.body.id}`, { expect: [200] })
    const open = (body.outcomes['waiting'] ?? 0) + (body.outcomes['sending'] ?? 0)
    const progress = body.expected === 0 ? 'being planned' : `${body.expected - open} of ${body.expected}`
    return { line: `Billing ${period}: ${progress}`, done: body.finishedAt !== null }
  })
}

/** Looks again and again until it is done, with a line whenever something has changed. Throws when nothing does for two minutes. */
async function follow(run: Run, look: () => Promise<{ line: string; done: boolean }>): Promise<void> {
  let last = ''
  let changedAtMs = performance.now()
  for (;;) {
    const { line, done } = await look()
    if (line !== last) {
      run.say(line)
      last = line
      changedAtMs = performance.now()
    }
    if (done) return
    if (performance.now() - changedAtMs > NO_PROGRESS_FOR_MS) {
      throw new Error(`No progress for two minutes: ${line}. The reason is in ${run.folder.file('log')}.`)
    }
    await delay(LOOK_EVERY_MS, undefined, { signal: run.signal })
  }
}

/** Each partner that was billed is sent a breakdown. */
async function waitForBreakdowns(run: Run): Promise<boolean> {
  const { inboxUrl, say, signal } = run
  if (inboxUrl === undefined) return true
  const inbox = createJsonClient({ baseUrl: inboxUrl, signal })
  return waitForMails(
    { inbox, say, signal },
    connected(run).flatMap(({ adminEmail }) => adminEmail ?? []),
  )
}

async function tell(run: Run): Promise<boolean> {
  const { example, gateway, period, say } = run
  const lines = await Promise.all(
    example.partners.map(async (partner) => ({
      partner: partner.name,
      counts: await readOutcomes(gateway, partner, period),
      expected: partner.expected,
    })),
  )
  say(`\nOutcomes of ${period}\n\n${drawOutcomeTable(lines)}\n`)
  const wrong = lines.flatMap(({ partner, expected, counts }) => differences(partner, expected, counts))
  for (const line of wrong) say(`Not as expected: ${line}`)
  if (wrong.length === 0) say('Every outcome is as expected.')
  return wrong.length === 0
}

function connected({ example }: Run): Example['partners'] {
  return example.partners.filter(({ connect: how }) => how === 'right_key')
}
