import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { setMapped } from './accounts.ts'
import { partnerWithKey } from './control-partner-routes.ts'
import { sendPage } from './page-layout.ts'
import { partnerPage } from './partner-page.ts'
import { createPartner, disconnect, regenerateKey } from './partners.ts'
import { partnersPage } from './partners-page.ts'
import { ControlError } from './problem.ts'
import type { SandboxState } from './state.ts'

interface KeyParams {
  Params: { partnerKey: string }
}

const newPartner = z.object({ name: z.string().trim().min(1).max(200), autoMap: z.string().optional() })
const mapping = z.union([z.object({ all: z.literal('yes') }), z.object({ accountId: z.string() })])

/** `/` and `/partners/{partnerKey}` with what their buttons do. */
export function addPartnerPageRoutes(pages: FastifyInstance, state: SandboxState): void {
  const schema = { hide: true }
  const pathOf = (partnerKey: string) => `/partners/${encodeURIComponent(partnerKey)}`

  pages.get('/', { schema }, (_request, reply) => sendPage(reply, { title: 'Partners', body: partnersPage(state) }))

  pages.get<KeyParams & { Querystring: { search?: string; made?: string } }>(
    '/partners/:partnerKey',
    { schema },
    (request, reply) => {
      const partner = partnerWithKey(state, request.params.partnerKey)
      const { search, made } = request.query
      const body = partnerPage(partner, { search: String(search ?? ''), justMade: made !== undefined })
      return sendPage(reply, { title: partner.name, body })
    },
  )

  pages.post('/partners', { schema }, (request, reply) => {
    const form = newPartner.safeParse(request.body)
    if (!form.success)
      throw new ControlError(400, 'malformed_request', 'Give the organization a name of at most 200 characters.')
    const partner = createPartner(state, { name: form.data.name, autoMap: form.data.autoMap === 'yes' })
    return reply.redirect(`${pathOf(partner.partnerKey)}?made`, 303)
  })

  for (const verb of ['map', 'unmap'] as const) {
    pages.post<KeyParams>(`/partners/:partnerKey/${verb}`, { schema }, (request, reply) => {
      const partner = partnerWithKey(state, request.params.partnerKey)
      const form = mapping.safeParse(request.body)
      if (!form.success) throw new ControlError(400, 'malformed_request', 'Say which account, or all.')
      const wanted = 'all' in form.data ? [...partner.accounts.values()] : [partner.accounts.get(form.data.accountId)]
      for (const account of wanted) {
        if (!account) throw new ControlError(404, 'account_not_found', 'The partner no longer has this account.')
        setMapped(account, verb === 'map')
      }
      return reply.redirect(pathOf(partner.partnerKey), 303)
    })
  }

  pages.post<KeyParams>('/partners/:partnerKey/regenerate-key', { schema }, (request, reply) => {
    const partnerKey = regenerateKey(state, partnerWithKey(state, request.params.partnerKey))
    return reply.redirect(`${pathOf(partnerKey)}?made`, 303)
  })

  pages.post<KeyParams>('/partners/:partnerKey/disconnect', { schema }, (request, reply) => {
    const partner = partnerWithKey(state, request.params.partnerKey)
    disconnect(partner)
    return reply.redirect(pathOf(partner.partnerKey), 303)
  })
}
