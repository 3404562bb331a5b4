import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { partnerWithKey } from './control-partner-routes.ts'
import { faultChange } from './fault-switches.ts'
import { faultsPage } from './faults-page.ts'
import { sendPage } from './page-layout.ts'
import { ControlError } from './problem.ts'
import type { SandboxState } from './state.ts'

const form = z.record(z.string(), z.string())

/** `/faults` with its form. An error is added to those that are set, every other switch takes the place of what was. */
export function addFaultPageRoutes(pages: FastifyInstance, state: SandboxState): void {
  const schema = { hide: true }

  pages.get('/faults', { schema }, (_request, reply) => sendPage(reply, { title: 'Faults', body: faultsPage(state) }))

  pages.post('/faults', { schema }, (request, reply) => {
    const fields = form.safeParse(request.body)
    const wanted = faultChange.safeParse(fields.success ? readForm(fields.data) : undefined)
    if (!wanted.success) {
      const words = wanted.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
      throw new ControlError(400, 'malformed_request', `Nothing was set. ${words.join('; ')}`)
    }
    const { partnerKey, ...change } = wanted.data
    const organizationId = partnerKey === undefined ? null : partnerWithKey(state, partnerKey).organizationId
    if (change.errors) change.errors = [...(state.faults.setFor(organizationId).errors ?? []), ...change.errors]
    state.faults.change(organizationId, change)
    return reply.redirect('/faults', 303)
  })

  pages.post('/faults/clear', { schema }, (_request, reply) => {
    state.faults.clear()
    return reply.redirect('/faults', 303)
  })
}

/** The form's fields as the body of `PUT /control/faults`; empty ones are left out. */
function readForm(fields: Record<string, string>): unknown {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
  const {
    afterDisconnect,
    latencyMs,
    requestsPerSecond,
    retryAfter,
    errorKind: kind,
    errorRoute: route,
    errorTimes: times,
    ...asTheyAre
  } = given
  return {
    ...asTheyAre,
    ...(afterDisconnect && { afterDisconnect: Number(afterDisconnect) }),
    ...(latencyMs && { latencyMs: Number(latencyMs) }),
    ...(requestsPerSecond && {
      rateLimit: { requestsPerSecond: Number(requestsPerSecond), retryAfter: retryAfter === 'yes' },
    }),
    ...(kind && { errors: [{ kind, ...(route && { route }), ...(times && { times: Number(times) }) }] }),
  }
}
