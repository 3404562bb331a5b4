import { randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PortalEntry } from '@bridge/db'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../deps.ts'

const PLACES = /(__CSP_NONCE__|__VENDOR_NAME__|__PORTAL_ENTRY__)/
const ENTRY = 'name="portal-entry" content="'
const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>The partner’s page is not built</title>
<p>The partner’s page was not built here. Run <code>npm run portal:build</code>, then load this page again.</p>
</html>
`

/** The partner's page: one HTML file for every address under `/portal`. */
export interface Page {
  /** Sends it under the status that the reply has. `entry`: why a link let nobody in. */
  send(reply: FastifyReply, entry?: Exclude<PortalEntry, 'entered'>): Promise<FastifyReply>
}

/** Reads the page from disk, again whenever it was built anew, and fills it in for each answer. */
export function createPage(deps: Pick<Deps, 'portalFolder' | 'vendorName'>): Page {
  const file = join(deps.portalFolder, 'index.html')
  let read: { mtimeMs: number; pieces: string[] } | undefined

  async function pieces(): Promise<string[] | undefined> {
    try {
      const { mtimeMs } = await stat(file)
      if (read?.mtimeMs !== mtimeMs) read = { mtimeMs, pieces: split(await readFile(file, 'utf8')) }
      return read.pieces
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  return {
    async send(reply, entry) {
      const nonce = randomBytes(16).toString('base64')
      const found = await pieces()
      const filledIn: Record<string, string> = {
        __CSP_NONCE__: nonce,
        __VENDOR_NAME__: escapeHtml(deps.vendorName),
        __PORTAL_ENTRY__: entry ?? '',
      }
      if (!found && reply.statusCode === 200) reply.code(503)
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', policy(nonce))
        .send(found?.map((piece) => filledIn[piece] ?? piece).join('') ?? NOT_BUILT)
    },
  }
}

/** Cuts the file at its placeholders, which become pieces of their own. */
function split(html: string): string[] {
  return html.replace(`${ENTRY}"`, `${ENTRY}__PORTAL_ENTRY__"`).split(PLACES)
}

/** Trusted Types are not demanded: Mantine writes its styles as HTML, and the page would stay white. */
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
