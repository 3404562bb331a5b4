import { html } from './html.ts'
import { letter, plainLetter } from './letter.ts'
import { words } from './words-en.ts'

/** What a partner is told when its key stops working. */
export interface KeyStopped {
  vendorName: string
  partnerName: string
  /** In Gradient. */
  organizationName: string
  since: Date
  timeZone: string
  pageUrl: string
}

/** Writes that mail. */
export function writeKeyStopped(of: KeyStopped): { subject: string; html: string; text: string } {
  const { subject, title, since, meaning, what, steps, stays } = words.keyStopped
  const happened = since({ ...of, moment: words.moment(of.since, of.timeZone) })
  const todo = steps(of.vendorName)
  const body = html`
<p>${happened}</p>
<p>${meaning}</p>
<h2>${what}</h2>
<ol>${todo.map((step) => html`<li>${step}</li>`)}</ol>
<p>${stays}</p>`
  const list = todo.map((step, index) => `${index + 1}. ${step}`).join('\n')
  return {
    subject: subject(of.vendorName),
    html: letter({ ...of, title, body, isMail: true }),
    text: plainLetter({ ...of, title, paragraphs: [happened, meaning, `${what}\n\n${list}`, stays] }),
  }
}
