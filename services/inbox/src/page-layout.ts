import type { FastifyReply } from 'fastify'
import { type Html, html } from './html.ts'
import { PAGE_STYLE } from './page-style.ts'

/** Sends a whole page. It can load nothing from anywhere but the one frame that shows a mail. */
export function sendPage(reply: FastifyReply, page: { title: string; body: Html; statusCode?: number }): FastifyReply {
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · Inbox</title>
<link rel="icon" href="data:,">
<style>${{ markup: PAGE_STYLE }}</style>
</head>
<body>
<header><strong>Inbox</strong> <a href="/">Mails</a> <a href="/mails">JSON</a></header>
<main>${page.body}</main>
</body>
</html>
`
  return reply
    .code(page.statusCode ?? 200)
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    .header('referrer-policy', 'same-origin')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(whole.markup)
}

/** A time for people: UTC, to the second. */
export function shownTime(at: Date): string {
  const iso = at.toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}
