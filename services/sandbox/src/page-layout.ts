import type { FastifyReply } from 'fastify'
import { type Html, html } from './html.ts'
import { PAGE_STYLE } from './page-style.ts'
import { NEVER_SYNCED } from './partners.ts'

/** Sends a whole page. It can load nothing from anywhere, and its forms go nowhere but here. */
export function sendPage(reply: FastifyReply, page: { title: string; body: Html; statusCode?: number }): FastifyReply {
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · Gradient sandbox</title>
<link rel="icon" href="data:,">
<style>${{ markup: PAGE_STYLE }}</style>
</head>
<body>
<header><strong>Gradient sandbox</strong> <a href="/">Partners</a> <a href="/faults">Faults</a> <a href="/openapi.json">OpenAPI</a></header>
<main>${page.body}</main>
</body>
</html>
`
  return reply
    .code(page.statusCode ?? 200)
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    .header('referrer-policy', 'same-origin')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(whole.markup)
}

/** A time for people: UTC, to the second. */
export function shownTime(iso: string | null | undefined): string {
  return iso == null || iso === NEVER_SYNCED ? 'never' : `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}
