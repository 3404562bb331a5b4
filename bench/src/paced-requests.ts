import { Agent, request } from 'node:http'
import type { MadeRequest } from './gateway-routes.ts'

const TICK_MS = 1
/** What is made in the first part is not counted: connections are opened then, and this side's own code is not compiled yet. */
const WARM_UP_MS = 1_000

/**
 * Makes so many requests a second, evenly, whether or not the earlier ones are answered, over at most `connections`; answers how long each took from when it
 * was due, in ms, but for those of the first second, which come before the others. (autocannon's rates come in one burst a second.) Throws where one is not answered with 2xx.
 */
export async function pacedRequests(input: {
  url: string
  token: string
  perSecond: number
  seconds: number
  connections: number
  next(): MadeRequest
}): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: input.connections })
  const uncounted = Math.floor((input.perSecond * WARM_UP_MS) / 1_000)
  const total = uncounted + Math.floor(input.perSecond * input.seconds)
  const startedMs = performance.now()
  const made: Promise<number>[] = []
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - startedMs) / 1_000) * input.perSecond))
      while (made.length < due) {
        const dueMs = startedMs + ((made.length + 1) / input.perSecond) * 1_000
        made.push(ask(agent, input, input.next()).then(() => performance.now() - dueMs))
      }
      if (made.length < total) return
      clearInterval(timer)
      resolve()
    }, TICK_MS)
  })
  const tookMs = await Promise.all(made)
  agent.destroy()
  return tookMs.slice(uncounted)
}

function ask(agent: Agent, to: { url: string; token: string }, made: MadeRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${to.token}`, 'content-type': 'application/json' }
    const sent = request(`${to.url}${made.path}`, { method: made.method, agent, headers }, (response) => {
      response.resume()
      response.once('end', () => {
        if (response.statusCode === 200 || response.statusCode === 201) resolve()
        else reject(new Error(`${made.method} ${made.path} was answered ${response.statusCode}`))
      })
    })
    sent.once('error', reject)
    sent.end(made.body)
  })
}
