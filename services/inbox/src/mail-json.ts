import type { FastifyInstance } from 'fastify'
import type { Mailbox, ReceivedMail } from './mailbox.ts'

/** Adds what tests and scripts read: `GET /mails`, newest first, and `GET /mails/{id}` with the mail's text and HTML. */
export function addMailJson(app: FastifyInstance, mailbox: Mailbox): void {
  app.get('/mails', () => ({ data: mailbox.list().map(summary) }))
  app.get<{ Params: { id: string } }>('/mails/:id', (request, reply) => {
    const mail = mailbox.find(request.params.id)
    if (!mail) return reply.callNotFound()
    return reply.send({ ...summary(mail), text: mail.text, html: mail.html })
  })
}

function summary({ text: _text, html: _html, attachments, ...mail }: ReceivedMail) {
  return {
    ...mail,
    attachments: attachments.map(({ fileName, contentType, content }, index) => ({
      fileName,
      contentType,
      bytes: content.byteLength,
      path: `/read/${mail.id}/attachments/${index}`,
    })),
  }
}
