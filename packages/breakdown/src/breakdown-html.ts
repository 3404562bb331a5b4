import type { BreakdownRow } from './breakdown.ts'
import { type Html, html } from './html.ts'
import { letter } from './letter.ts'
import { cut, type Shown, sumSentences } from './shown.ts'
import { resultOf, words } from './words-en.ts'

/** The breakdown as HTML, for mail programs and for browsers. */
export function breakdownHtml(shown: Shown): string {
  const { summary, attached, asOf, timeZone } = shown
  const body = html`
<p>${words.about(shown)} ${words.asOf(words.moment(asOf, timeZone))}</p>
<h2>${words.sums}</h2>
<ul>${sumSentences(summary).map((sentence) => html`<li>${sentence}</li>`)}</ul>
${summary.toMap.length > 0 && toMap(shown)}
${summary.companies > 0 && table(shown)}
${attached !== null && html`<p>${words.attached(attached.fileName)}</p>`}`
  return letter({ ...shown, title: words.title(shown.period), body, isMail: attached !== null })
}

function toMap(shown: Shown): Html {
  const { lines, more } = cut(shown.summary.toMap, shown)
  return html`
<h2>${words.toMap(shown.summary.toMap.length)}</h2>
<p>${words.toMapHow}</p>
<ul>${lines.map((row) => html`<li>${row.companyName} <span class="soft">${words.id(row.companyId)}</span></li>`)}</ul>
${more !== null && html`<p>${more}</p>`}`
}

function table(shown: Shown): Html {
  const { lines, more } = cut(shown.rows, shown)
  const { company, users, result } = words.column
  return html`
<table>
<caption>${words.all}</caption>
<thead><tr><th scope="col">${company}</th><th scope="col" class="count">${users}</th><th scope="col">${result}</th></tr></thead>
<tbody>${lines.map(line)}</tbody>
</table>
${more !== null && html`<p>${more}</p>`}`
}

function line(row: BreakdownRow): Html {
  const count = row.unitCount === null ? words.noNumber : words.number(row.unitCount)
  return html`
<tr><th scope="row">${row.companyName}<br><span class="soft">${words.id(row.companyId)}</span></th>
<td class="count">${count}${row.corrected !== null && html`<br><span class="soft">${words.corrected(row.corrected.from)}</span>`}</td>
<td>${resultOf(row)}</td></tr>`
}
