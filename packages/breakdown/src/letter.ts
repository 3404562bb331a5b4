import { type Html, html } from './html.ts'
import { words } from './words-en.ts'

/**
 * Light and dark; mail programs that know neither show black on white. No picture, no font, nothing is loaded from anywhere. Tables hold data
 * only: what stands beside each other elsewhere stands below each other here, so no program needs to know more than blocks.
 */
const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; padding: 0; background: #ffffff; color: #1b2330; font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
.letter { max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; } h2 { font-size: 1.15rem; margin: 1.75rem 0 .5rem; } p { margin: .5rem 0; }
ul, ol { margin: .5rem 0; padding: 0 0 0 1.25rem; } li { margin: .25rem 0; } li, th { overflow-wrap: anywhere; }
.soft { color: #566173; font-size: .875rem; font-weight: 400; } a { color: #1d5fbf; }
.open { display: inline-block; margin: .75rem 0; padding: .6rem 1.1rem; border-radius: .4rem; background: #1d5fbf; color: #ffffff; text-decoration: none; font-weight: 600; }
table { width: 100%; border-collapse: collapse; } caption { text-align: left; font-size: 1.15rem; font-weight: 700; margin: 0; padding: 1.75rem 0 .5rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid #d8dde5; } tbody th { font-weight: 400; }
.count { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .count .soft { white-space: normal; }
@media (prefers-color-scheme: dark) { body { background: #12161d; color: #e8ecf2; } .soft { color: #a3aebf; } a { color: #8ab6ff; }
  .open { background: #8ab6ff; color: #0d1726; } th, td { border-color: #354053; } }
`

/** Writes a whole mail, or a page, around its body: the way to the partner's page below it, and why a mail was sent. */
export function letter(of: {
  title: string
  body: Html
  pageUrl: string
  vendorName: string
  partnerName: string
  isMail: boolean
}): string {
  return html`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${of.title}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
<div class="letter" role="main">
<h1>${of.title}</h1>
${of.body}
<p><a class="open" href="${of.pageUrl}">${words.open}</a></p>
<p class="soft">${words.entry(of.vendorName)}</p>
${of.isMail && html`<p class="soft">${words.why(of)}</p>`}
</div>
</body>
</html>
`.markup
}

/** The same, as plain text: paragraphs, with an empty line between them. */
export function plainLetter(of: {
  title: string
  paragraphs: string[]
  pageUrl: string
  vendorName: string
  partnerName: string
}): string {
  const { title, paragraphs, pageUrl, vendorName } = of
  const underlined = `${title}\n${'='.repeat(title.length)}`
  const closing = [`${words.openIt(pageUrl)}\n${words.entry(vendorName)}`, words.why(of)]
  return `${[underlined, ...paragraphs, ...closing].join('\n\n')}\n`
}
