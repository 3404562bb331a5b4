import type { Log } from '@bridge/runtime'
import type { FastifyError, FastifyInstance } from 'fastify'
import { addFaultPageRoutes } from './fault-page-routes.ts'
import { refuseForeignPages } from './foreign-pages.ts'
import { html } from './html.ts'
import { sendPage } from './page-layout.ts'
import { addPartnerPageRoutes } from './partner-page-routes.ts'
import type { SandboxState } from './state.ts'

/** Adds the pages. Their forms post to routes of their own, which send the browser back. */
export function addPages(pages: FastifyInstance, state: SandboxState, log: Log | undefined): void {
  pages.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  pages.addHook('onRequest', refuseForeignPages)
  pages.setErrorHandler<FastifyError>((error, _request, reply) => {
    const statusCode = error.statusCode ?? 500
    if (statusCode >= 500) log?.error({ err: error }, 'the sandbox itself failed')
    const words = statusCode >= 500 ? 'An error in the sandbox; its log says more.' : error.message
    return sendPage(reply, {
      statusCode,
      title: 'That did not work',
      body: html`<h1>That did not work</h1><p>${words}</p><p><a href="/">To the partners</a></p>`,
    })
  })
  addPartnerPageRoutes(pages, state)
  addFaultPageRoutes(pages, state)
}
