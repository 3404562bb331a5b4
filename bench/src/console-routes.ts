/** Asks the console as an operator, and answers the parsed body. Throws where it is no success. */
export type Ask = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown>

/** Something that a page asks for. */
export interface Asked {
  what: string
  method: 'GET' | 'POST'
  path: string
  body?: unknown
}

interface Run {
  id: string
  period: string
  partnerId: string | null
}
interface Push {
  pushId: string
  partnerId: string
  companyId: string
}
interface Page<Row> {
  data: Row[]
  nextCursor: string | null
}

/** Everything that the console's pages ask for, of things that there are. */
export async function consoleRoutes(ask: Ask): Promise<Asked[]> {
  const { data: runs } = (await ask('GET', '/api/runs')) as Page<Run>
  const monthly = runs.filter(({ partnerId }) => partnerId === null)
  const [newest, before] = [need(monthly[0]), need(monthly[1])]
  const run = `/api/runs/${newest.id}`
  const pushes = (await ask('GET', `${run}/pushes?outcome=accepted`)) as Page<Push>
  const push = need(pushes.data[0])
  const { groups } = (await ask('GET', '/api/failures')) as { groups: { causeId: string }[] }
  const { causeId } = need(groups[0])
  const { data: retries } = (await ask('GET', '/api/retries')) as Page<{ id: string }>
  const { partnerId, companyId } = push
  const get = (what: string, path: string): Asked => ({ what, method: 'GET', path })
  const preview = (what: string, scope: unknown): Asked => ({
    what: `preview: ${what}`,
    method: 'POST',
    path: '/api/retries/preview',
    body: { scope },
  })
  return [
    get('overview', '/api/overview'),
    get('runs', '/api/runs'),
    get('a run', run),
    get('a run by partner', `${run}/partners`),
    get('a run by partner, most failures first', `${run}/partners?sort=failed`),
    get('a run by partner, a text', `${run}/partners?search=kestrel`),
    get('a run by company', `${run}/pushes`),
    get('a run by company, next page', `${run}/pushes?cursor=${pushes.nextCursor}`),
    get('a run by company, one partner', `${run}/pushes?partnerId=${partnerId}`),
    get('a run by company, refused', `${run}/pushes?outcome=refused`),
    get('a run by company, one cause', `${run}/pushes?cause=${causeId}`),
    get('a run by company, a text', `${run}/pushes?search=z%C3%BCrcher`),
    get('a run by company, a text that is nowhere', `${run}/pushes?search=nothing%20like%20it`),
    get('a run by company, outcome and text', `${run}/pushes?outcome=failed&search=dental`),
    get('the month before, by partner', `/api/runs/${before.id}/partners`),
    get('a push', `/api/pushes/${push.pushId}`),
    get('failures by cause', '/api/failures'),
    get('failures of one cause', `/api/failures/${causeId}/pushes`),
    get('failures of the month before', `/api/failures?runId=${before.id}`),
    preview('a group', { runId: newest.id, causeId }),
    preview('all of a run', { runId: newest.id, outcomes: ['failed', 'refused', 'unmapped'] }),
    preview('all of the month before', { runId: before.id, outcomes: ['failed', 'refused', 'unmapped'] }),
    preview('one partner', { partnerId, period: newest.period }),
    get('retries', '/api/retries'),
    ...(retries[0] ? [get('a retry', `/api/retries/${retries[0].id}`)] : []),
    get('levers: what is stopped', '/api/pauses'),
    get('search: a name', '/api/search?text=Z%C3%BCrcher'),
    get('search: an id', `/api/search?text=${companyId}`),
    get('search: nothing found', '/api/search?text=nothing%20like%20it'),
    get('a company’s story', `/api/story?partnerId=${partnerId}&companyId=${companyId}`),
    get('audit', '/api/audit'),
    get('audit, one kind', '/api/audit?action=retry'),
    get('audit, a text', '/api/audit?search=gradient%20is%20back'),
    get('audit, a text that is nowhere', '/api/audit?search=nothing%20like%20it'),
  ]
}

function need<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new Error('there is nothing to look at: was the database seeded?')
  return found
}
