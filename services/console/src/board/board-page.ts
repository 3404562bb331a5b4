import { randomBytes } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { REASON_BAR } from './reason-bar.ts'

/** Where `STYLE_NONCE` is served. */
export const STYLE_NONCE_PATH = '/board/style-nonce.js'

/**
 * bull-board's code editor, lists and pictures make `<style>` elements as they go. They get the answer's nonce, so that the policy can do without
 * 'unsafe-inline'.
 */
export const STYLE_NONCE = `{
  const { nonce } = document.currentScript.dataset
  for (const method of ['createElement', 'createElementNS']) {
    const create = Document.prototype[method]
    Document.prototype[method] = function (...words) {
      const element = create.apply(this, words)
      if (element.localName === 'style') element.nonce = nonce
      return element
    }
  }
}
`

const FONTS = /<link[^>]+href="https:\/\/fonts\.[^>]*>/g
const LOADING = /<div id="root">[\s\S]*?<\/style>\s*<\/div>/

/**
 * bull-board's page as we send it: without the fonts that it would fetch from elsewhere and the inline styles of its loading screen, under the
 * strictest policy that it works with; for who may change jobs, with the bar in which they say why. Answers the page.
 */
export function hardenPage(reply: FastifyReply, html: string, mayChange: boolean): string {
  const nonce = randomBytes(16).toString('base64')
  reply.header('content-security-policy', policy(nonce))
  return html
    .replace(FONTS, '')
    .replace(LOADING, '<div id="root"></div>')
    .replace('</head>', `<script src="${STYLE_NONCE_PATH}" data-nonce="${nonce}"></script></head>`)
    .replace('</body>', `${mayChange ? REASON_BAR : ''}</body>`)
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')
}
