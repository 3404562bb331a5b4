import { createHash } from 'node:crypto'

/** A partner whose page can be opened. */
export interface LinkedPartner {
  id: string
  name: string
}

/** What stands on the page of links. */
export interface Links {
  partners: LinkedPartner[]
  /** Whether the gateway has more partners than these. */
  isCutShort: boolean
  /** Other addresses of the system, each with a word on what it is. */
  places: { name: string; url: string; what: string }[]
}

const STYLE = `
:root { color-scheme: light dark; --ground: #f6f7f9; --card: #fff; --ink: #1b2330; --soft: #566173; --line: #d8dde5; --accent: #1d5fbf; --accent-ink: #fff; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161d; --card: #1b212b; --ink: #e8ecf2; --soft: #a3aebf; --line: #354053; --accent: #8ab6ff; --accent-ink: #0d1726; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; } h2 { font-size: 1.15rem; margin: 0 0 .5rem; } p { margin: .25rem 0 .75rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 1rem 0; }
ul { list-style: none; margin: 0; padding: 0; } li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; border-top: 1px solid var(--line); padding: .6rem 0; }
li > :first-child:not(:last-child) { flex: 1 1 14rem; } .soft, code { color: var(--soft); } code { font: .9em ui-monospace, monospace; } li code { display: block; }
a { color: var(--accent); } a.open { display: inline-block; border-radius: .4rem; padding: .45rem .9rem; background: var(--accent); color: var(--accent-ink); text-decoration: none; }
a.open:hover { text-decoration: underline; } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (forced-colors: active) { a.open { border: 1px solid; } }
`

/** The pages may load nothing, run nothing and send nothing; their one style is named by its hash. */
export const LINKS_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Draws the page: a link into each partner's page, and where else to look. */
export function drawLinksPage({ partners, isCutShort, places }: Links): string {
  const rows = partners.map(
    ({ id, name }) => `<li><span><strong dir="auto">${escapeHtml(name)}</strong><code>${escapeHtml(id)}</code></span>
<a class="open" href="/open/${encodeURIComponent(id)}" aria-label="Open the partner’s page: ${escapeHtml(name)}">Open the partner’s page</a></li>`,
  )
  const nobody = '<p>The gateway knows no partner yet. Make one with <code>PUT /v1/partners/{partnerId}</code></p>'
  return drawPage(
    'Links',
    `<h1>Links into this system</h1>
<p class="soft">This page is made by <code>npm start</code> and exists nowhere else. A vendor’s product does by itself what the buttons do.</p>
<section aria-labelledby="partners">
<h2 id="partners">Partners</h2>
<p>Each press asks the gateway for a fresh link (<code>POST /v1/partners/{partnerId}/portal-sessions</code>), good for one use within five minutes, and follows it.
A browser holds one partner’s session at a time: opening another partner’s page takes its place.</p>
${rows.length === 0 ? nobody : `<ul>${rows.join('\n')}</ul>`}
${isCutShort ? `<p class="soft">These are the first ${partners.length}; there are more.</p>` : ''}
</section>
<section aria-labelledby="places">
<h2 id="places">Elsewhere</h2>
<ul>${places.map(({ name, url, what }) => `<li><span><a href="${escapeHtml(url)}">${escapeHtml(name)}</a> <span class="soft">${escapeHtml(what)}</span></span></li>`).join('\n')}</ul>
</section>`,
  )
}

/** Draws a page that says why there is nothing to see, with a way back. */
export function drawRefusal(title: string, words: string): string {
  return drawPage(
    title,
    `<h1>${escapeHtml(title)}</h1>\n<section><p>${escapeHtml(words)}</p><p><a href="/">All links</a></p></section>`,
  )
}

function drawPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · npm start</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
