import { createProcess } from './processes.ts'
import { createSandboxMemory, type SandboxMemory } from './sandbox-memory.ts'
import { contextOf, type Start } from './start-context.ts'

/** Where mails come from in `npm start`, unless `MAIL_FROM` says so. */
const MAIL_FROM_ADDRESS = 'billing@vendor.example'

/** The sandbox, unless the environment names a Gradient; it gets back what it knew at the last start. Fills in Gradient's address. */
export async function startSandbox(
  start: Start,
  env: NodeJS.ProcessEnv,
): Promise<{ url: string; memory: SandboxMemory } | undefined> {
  if (env['GRADIENT_BASE_URL'] !== undefined) {
    start.say('No sandbox: GRADIENT_BASE_URL names the Gradient to use')
    return undefined
  }
  const port = await start.ports('sandbox')
  const url = `http://127.0.0.1:${port}`
  const memory = createSandboxMemory(start.folder, url)
  const part = createProcess(contextOf(start, env), { kind: 'sandbox', name: 'sandbox', port })
  await start.supervisor.start(memory.remembering(part))
  env['GRADIENT_BASE_URL'] = `${url}/api`
  start.say(`The sandbox of Gradient is ready on ${url}`)
  return { url, memory }
}

/** The inbox, which takes every mail and delivers none, unless the environment names a mail server. Fills in its address; returns where its page is. */
export async function startInbox(start: Start, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (env['SMTP_URL'] !== undefined) {
    start.say('No inbox: SMTP_URL names the mail server to use, and mails are really sent')
    return undefined
  }
  const port = await start.ports('inbox')
  const smtpPort = await start.ports('inbox-smtp')
  const url = `http://127.0.0.1:${port}`
  await start.supervisor.start(
    createProcess(contextOf(start, env), { kind: 'inbox', name: 'inbox', port, own: { SMTP_PORT: String(smtpPort) } }),
  )
  env['SMTP_URL'] = `smtp://127.0.0.1:${smtpPort}`
  env['MAIL_FROM'] ??= MAIL_FROM_ADDRESS
  start.say(`The inbox is ready on ${url}: mails to partners end there`)
  return url
}
