/** Signs in to the console; answers the status, and what asks it in that session. */
export async function signIn(console: string, name: string, password: string) {
  const headers = { 'content-type': 'application/json', origin: console }
  const body = JSON.stringify({ name, password })
  const session = await fetch(`${console}/api/session`, { method: 'POST', headers, body })
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const ask = async (method: string, path: string, json?: unknown) => {
    const sent = json === undefined ? {} : { body: JSON.stringify(json) }
    const answer = await fetch(`${console}${path}`, { method, headers: { ...headers, cookie }, ...sent })
    return { status: answer.status, text: await answer.text() }
  }
  return { status: session.status, ask }
}

/** The password that a start printed for one of its operators. */
export function passwordOf(name: string, output: string): string {
  return new RegExp(`^ {2}sign in as ${name} +([\\w-]{20})$`, 'm').exec(output)?.[1] ?? 'none was printed'
}
