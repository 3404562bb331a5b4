import type { Log } from '@bridge/runtime'
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { html } from './html.ts'
import { addMailJson } from './mail-json.ts'
import { addMailPages } from './mail-pages.ts'
import type { Mailbox } from './mailbox.ts'
import { sendPage } from './page-layout.ts'

/** Builds the inbox's HTTP side, not listening yet: pages for people, JSON for tests and scripts. It only ever shows; nothing is changed by it. */
export function buildApp(options: { mailbox: Mailbox; log: Log; smtpUrl: string }): FastifyInstance {
  const { mailbox, log } = options
  const app = Fastify({ forceCloseConnections: true, return503OnClosing: false })
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    log.error({ err: error }, 'the inbox itself failed')
    return sendPage(reply, {
      statusCode: error.statusCode ?? 500,
      title: 'That did not work',
      body: html`<h1>That did not work</h1><p>An error in the inbox; its log says more.</p>`,
    })
  })
  app.setNotFoundHandler((_request, reply) =>
    sendPage(reply, {
      statusCode: 404,
      title: 'Not here',
      body: html`<h1>There is nothing here</h1><p>The inbox keeps the last mails in memory; a restart empties it.</p>`,
    }),
  )
  app.get('/healthz', () => ({ status: 'ok' }))
  addMailJson(app, mailbox)
  addMailPages(app, options)
  return app
}
