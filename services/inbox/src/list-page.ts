import { type Html, html } from './html.ts'
import type { ReceivedMail } from './mailbox.ts'
import { shownTime } from './page-layout.ts'

/** The start page: all mails, newest first. */
export function listPage({ mails, smtpUrl }: { mails: readonly ReceivedMail[]; smtpUrl: string }): Html {
  return html`
<h1>Mails</h1>
<p class="soft">Whatever is sent to <code>${smtpUrl}</code> lands here and goes no further. Everything is kept in memory.</p>
<section aria-labelledby="all">
<h2 id="all">${mails.length === 0 ? 'No mail yet' : `${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}`}</h2>
${mails.length === 0 ? html`<p>A mail comes when a partner's billing run is over, and when a partner's key stops working.</p>` : table(mails)}
</section>`
}

function table(mails: readonly ReceivedMail[]): Html {
  return html`<table>
<thead><tr><th scope="col">Subject</th><th scope="col">To</th><th scope="col">Received</th><th scope="col">Files</th></tr></thead>
<tbody>${mails.map(
    (mail) => html`
<tr><th scope="row"><a href="/read/${mail.id}">${mail.subject || 'no subject'}</a></th>
<td data-label="To">${mail.to.join(', ')}</td>
<td data-label="Received"><time datetime="${mail.receivedAt.toISOString()}">${shownTime(mail.receivedAt)}</time></td>
<td data-label="Files">${mail.attachments.map((file) => file.fileName).join(', ') || 'none'}</td></tr>`,
  )}
</tbody></table>`
}
