import type { Browser } from 'playwright-core'
import { type Stack, type StackOptions, startStack } from '../system/stack.ts'
import { launchBrowser } from './browser.ts'
import { openVisitor, type Visitor } from './visitor.ts'

/** The whole system with a browser before it. */
export interface Pages {
  stack: Stack
  /** Registers a partner with companies and what was reported for them, as the vendor's product does. */
  givePartner(partner: GivenPartner): Promise<void>
  /** Makes the partner in Gradient; answers the key that it is shown there. */
  makeKey(name: string): Promise<string>
  /** A fresh link into the partner's page. */
  linkFor(partnerId: string): Promise<string>
  /** A person with a browser of their own; with `partnerId`, already on that partner's page. */
  visit(partnerId?: string, options?: { locale?: string }): Promise<Visitor>
  close(): Promise<void>
}

export interface GivenPartner {
  id: string
  name: string
  adminEmail?: string
  /** By id: the name, and the count per period. */
  companies: Record<string, { name: string; usage?: Record<string, number> }>
}

/** Starts it. `close` in `afterAll`. */
export async function startPages(options: StackOptions = {}): Promise<Pages> {
  const [stack, browser]: [Stack, Browser] = await Promise.all([startStack(options), launchBrowser()])
  const must = async (status: number[], method: string, path: string, body?: unknown) => {
    const answer = await stack.call(method, path, body)
    if (!status.includes(answer.status))
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const linkFor: Pages['linkFor'] = async (partnerId) => {
    const made = (await must([201], 'POST', `/v1/partners/${partnerId}/portal-sessions`, {})) as { url: string }
    return made.url
  }
  return {
    stack,
    async givePartner({ id, name, adminEmail, companies }) {
      await must([200, 201], 'PUT', `/v1/partners/${id}`, { name, ...(adminEmail ? { adminEmail } : {}) })
      for (const [companyId, company] of Object.entries(companies)) {
        const path = `/v1/partners/${id}/companies/${companyId}`
        await must([200, 201], 'PUT', path, { name: company.name })
        for (const [period, billableUsers] of Object.entries(company.usage ?? {}))
          await must([200], 'PUT', `${path}/usage/${period}`, { billableUsers })
      }
    },
    async makeKey(name) {
      const made = (await stack.control('POST', 'partners', { name })) as { partnerKey: string }
      return made.partnerKey
    },
    linkFor,
    async visit(partnerId, more = {}) {
      const visitor = await openVisitor(browser, { origin: stack.gatewayUrl, ...more })
      if (partnerId !== undefined) await visitor.page.goto(await linkFor(partnerId))
      return visitor
    },
    async close() {
      await browser.close()
      await stack.close()
    },
  }
}
