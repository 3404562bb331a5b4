import { randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../deps.ts'

const PLACES = /(__CSP_NONCE__|__VENDOR_NAME__|__IDENTITY_PROVIDER__)/
const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>The operators’ page is not built</title>
<p>The operators’ page was not built here. Run <code>npm run console:build</code>, then load this page again.</p>
</html>
`

/** The operators' page: one HTML file for every address. */
export interface Page {
  send(reply: FastifyReply): Promise<FastifyReply>
}

/** Reads the page from disk, again whenever it was built anew, and fills it in for each answer. */
export function createPage(deps: Pick<Deps, 'pageFolder' | 'vendorName' | 'oidc'>): Page {
  const file = join(deps.pageFolder, 'index.html')
  let read: { mtimeMs: number; pieces: string[] } | undefined

  async function pieces(): Promise<string[] | undefined> {
    try {
      const { mtimeMs } = await stat(file)
      if (read?.mtimeMs !== mtimeMs) read = { mtimeMs, pieces: (await readFile(file, 'utf8')).split(PLACES) }
      return read.pieces
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  return {
    async send(reply) {
      const nonce = randomBytes(16).toString('base64')
      const found = await pieces()
      const filledIn: Record<string, string> = {
        __CSP_NONCE__: nonce,
        __VENDOR_NAME__: escapeHtml(deps.vendorName),
        __IDENTITY_PROVIDER__: escapeHtml(deps.oidc?.issuer.host ?? ''),
      }
      if (!found) reply.code(503)
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', policy(nonce))
        .send(found?.map((piece) => filledIn[piece] ?? piece).join('') ?? NOT_BUILT)
    },
  }
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
