import type { FastifyInstance, FastifyReply } from 'fastify'
import { html } from './html.ts'
import { listPage } from './list-page.ts'
import { mailPage } from './mail-page.ts'
import type { Mailbox } from './mailbox.ts'
import { sendPage } from './page-layout.ts'

/**
 * What a mail's HTML may do while it is shown: look as it wants. It runs no script, loads nothing, sends no form, and is of no origin; its links
 * open beside it.
 */
const FOREIGN_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"

/** Adds the list of mails, the page of one, its HTML part for the frame in it, and its attachments. */
export function addMailPages(app: FastifyInstance, deps: { mailbox: Mailbox; smtpUrl: string }): void {
  const { mailbox, smtpUrl } = deps
  app.get('/', (_request, reply) =>
    sendPage(reply, { title: 'Mails', body: listPage({ mails: mailbox.list(), smtpUrl }) }),
  )
  app.get<{ Params: { id: string } }>('/read/:id', (request, reply) => {
    const mail = mailbox.find(request.params.id)
    if (!mail) return reply.callNotFound()
    return sendPage(reply, { title: mail.subject || 'A mail without a subject', body: mailPage(mail) })
  })
  app.get<{ Params: { id: string } }>('/read/:id/html', (request, reply) => {
    const mail = mailbox.find(request.params.id)
    if (!mail?.html) return reply.callNotFound()
    return foreign(reply)
      .type('text/html; charset=utf-8')
      .send(mail.html.replace(/<head[^>]*>/i, `$&${html`<base target="_blank">`.markup}`))
  })
  app.get<{ Params: { id: string; index: string } }>('/read/:id/attachments/:index', (request, reply) => {
    const attachment = mailbox.find(request.params.id)?.attachments[Number(request.params.index)]
    if (!attachment) return reply.callNotFound()
    return foreign(reply)
      .type('application/octet-stream')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(attachment.fileName)}`)
      .send(attachment.content)
  })
}

function foreign(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', FOREIGN_POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
}
