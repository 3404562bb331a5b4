import { type Html, html } from './html.ts'
import type { ReceivedMail } from './mailbox.ts'
import { shownTime } from './page-layout.ts'

/** The page of one mail: who, what, its files, and both of its parts. */
export function mailPage(mail: ReceivedMail): Html {
  return html`
<h1>${mail.subject || 'no subject'}</h1>
<section aria-labelledby="envelope">
<h2 id="envelope">Envelope</h2>
<dl><dt>From</dt><dd>${mail.from || 'nobody'}</dd><dt>To</dt><dd>${mail.to.join(', ')}</dd>
<dt>Received</dt><dd><time datetime="${mail.receivedAt.toISOString()}">${shownTime(mail.receivedAt)}</time></dd>
<dt>Message-ID</dt><dd><code>${mail.messageId ?? 'none'}</code></dd>
<dt>Files</dt><dd>${mail.attachments.length === 0 ? 'none' : files(mail)}</dd></dl>
</section>
${
  mail.html !== null &&
  html`<section aria-labelledby="html"><h2 id="html">As HTML</h2>
<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/read/${mail.id}/html"></iframe></section>`
}
${mail.text !== null && html`<section aria-labelledby="text"><h2 id="text">As text</h2><pre tabindex="0">${mail.text}</pre></section>`}`
}

function files(mail: ReceivedMail): Html {
  return html`${mail.attachments.map(
    (file, index) => html`
<a href="/read/${mail.id}/attachments/${index}">${file.fileName}</a> (${file.contentType}, ${file.content.byteLength} bytes) `,
  )}`
}
