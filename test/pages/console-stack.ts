import { join } from 'node:path'
import { insertOperator, type OperatorRole } from '@bridge/db'
import { createLog, type Running, systemClock } from '@bridge/runtime'
import { seedConsole } from '@bridge/testkit'
import { startConsole } from '../../services/console/src/console.ts'
import { hashPassword } from '../../services/console/src/people/password.ts'
import { startInbox } from '../../services/inbox/src/inbox.ts'
import { type Stack, startStack } from '../system/stack.ts'
import { launchBrowser } from './browser.ts'
import { knowInGradient } from './console-gradient.ts'
import { openVisitor, type Visitor } from './visitor.ts'

export const PASSWORD = 'correct horse battery staple'
/** Who may sign in, by name. */
const PEOPLE = { Ada: 'operator', Vic: 'viewer' } as const satisfies Record<string, OperatorRole>
const PUSHES = 20_000

/** The operators' console over a year of counts, the system that sends them, and a browser before it. */
export interface ConsolePages {
  stack: Stack
  url: string
  /** A person with a browser of their own; by name, already signed in. */
  visit(name?: keyof typeof PEOPLE): Promise<Visitor>
  /** A request from outside a page, as a page of ours makes it. */
  ask(method: string, path: string, body?: unknown): Promise<Response>
  /** The console goes away. */
  stop(): Promise<void>
  /** It comes back, at the same address. */
  start(): Promise<void>
  close(): Promise<void>
}

/**
 * Starts it: 20,000 pushes in every outcome with every cause, of which this share of the newest month’s has been sent, and what operators did. The partners’ keys are
 * good, and Gradient has their accounts. No count is sent until a test adds who sends them. `close` in `afterAll`.
 */
export async function startConsolePages({ sent }: { sent: number }): Promise<ConsolePages> {
  const stack = await startStack({ billingWorkers: 0, schedulers: 0 })
  const { db, databaseUrl, redisUrl, queuePrefix } = stack
  await seedConsole(db, {
    pushes: PUSHES,
    attempts: 3 * PUSHES,
    now: systemClock.now(),
    sent,
    withOperators: true,
  })
  await knowInGradient(stack)
  const passwordHash = await hashPassword(PASSWORD)
  for (const [name, role] of Object.entries(PEOPLE))
    await db.transaction().execute((tx) => insertOperator(tx, { name, role, passwordHash }))
  const log = createLog({ name: 'console', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' })
  const inbox = await startInbox({ host: '127.0.0.1', port: 0, smtpPort: 0, log, clock: systemClock })
  await stack.addMailWorker(Number(new URL(inbox.smtpUrl).port))
  const startAt = (port: number): Promise<Running & { url: string }> =>
    startConsole({
      log,
      clock: systemClock,
      config: {
        databaseUrl,
        redisUrl,
        queuePrefix,
        host: '127.0.0.1',
        port,
        logLevel: 'silent',
        databasePoolSize: 12,
        vendorName: 'Phin',
        calendar: { cron: '0 1 1 * *', timeZone: 'America/New_York' },
        deadline: '08:00-05:00',
        requestsPerSecond: 90,
        publicUrl: undefined,
        trustedProxies: [],
        pageFolder: join(import.meta.dirname, '../../services/console/dist'),
        oidc: undefined,
      },
    })
  const [first, browser] = await Promise.all([startAt(0), launchBrowser()])
  let running: (Running & { url: string }) | undefined = first
  const { url } = first
  const ask: ConsolePages['ask'] = (method, path, body) =>
    fetch(`${url}${path}`, {
      method,
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  return {
    stack,
    url,
    ask,
    async visit(name) {
      const visitor = await openVisitor(browser, { origin: url })
      if (name !== undefined) {
        const { headers } = await ask('POST', '/api/session', { name, password: PASSWORD })
        const [cookie = '', value = ''] = headers.getSetCookie()[0]?.split(';', 1)[0]?.split('=') ?? []
        await visitor.context.addCookies([{ name: cookie, value, url, httpOnly: true, sameSite: 'Strict' }])
      }
      return visitor
    },
    async stop() {
      await running?.close()
      running = undefined
    },
    async start() {
      running = await startAt(Number(new URL(url).port))
    },
    async close() {
      await browser.close()
      await running?.close()
      await stack.close()
      await inbox.close()
    },
  }
}
