import { join } from 'node:path'
import { insertOperator } from '@bridge/db'
import { createLog, systemClock } from '@bridge/runtime'
import { startConsole } from '../../services/console/src/console.ts'
import { hashPassword } from '../../services/console/src/people/password.ts'
import type { Stack } from './stack.ts'

const PASSWORD = 'correct horse battery staple'

/** The operators' console over a stack, with an operator signed in. */
export interface ConsoleView {
  url: string
  /** A call as a page of the console makes it. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>
  /** A change made in the queue dashboard, which must succeed. */
  board(path: string, body?: unknown): Promise<void>
  close(): Promise<void>
}

/** Starts it, with an operator of this name, who is made. */
export async function openConsole(stack: Stack, name = 'Ada'): Promise<ConsoleView> {
  const log = createLog({ name: 'console', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' })
  const { databaseUrl, redisUrl, queuePrefix } = stack
  const running = await startConsole({
    log,
    clock: systemClock,
    config: {
      databaseUrl,
      redisUrl,
      queuePrefix,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      databasePoolSize: 5,
      vendorName: 'Phin',
      calendar: { cron: '0 1 1 * *', timeZone: 'America/New_York' },
      deadline: '08:00-05:00',
      requestsPerSecond: 90,
      publicUrl: undefined,
      trustedProxies: [],
      pageFolder: join(import.meta.dirname, 'not-built'),
      oidc: undefined,
    },
  })
  const passwordHash = await hashPassword(PASSWORD)
  await stack.db.transaction().execute((tx) => insertOperator(tx, { name, role: 'operator', passwordHash }))
  let cookie = ''
  const call: ConsoleView['call'] = async (method, path, body) => {
    const response = await fetch(`${running.url}${path}`, {
      method,
      headers: {
        'sec-fetch-site': 'same-origin',
        cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? cookie
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, body: isJson && text ? JSON.parse(text) : text }
  }
  await call('POST', '/api/session', { name, password: PASSWORD })
  await call('PUT', '/api/board-reason', { reason: 'under test' })
  return {
    url: running.url,
    call,
    async board(path, body) {
      const method = body === undefined ? 'PUT' : 'POST'
      const answer = await call(method, `/board/api/queues/${path}`, body)
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    },
    close: () => running.close(),
  }
}
