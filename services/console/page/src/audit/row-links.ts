/** A row that an action was on: what it is, its id, and its page, where it has one. */
export interface RowLink {
  name: string
  text: string
  href: string | undefined
}

const MOST = 5
/** So much of a long id tells it from others in a table; the file has all of it. */
const UUID = /^([\da-f]{8})-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/

/** Reads which rows an action was on. Of many only the first are told. */
export function rowLinks(onRows: Readonly<Record<string, unknown>>): RowLink[] {
  return Object.entries(onRows).flatMap(([name, value]): RowLink[] => {
    const ids = [value].flat()
    const text = ids
      .slice(0, MOST)
      .map((id) => (typeof id === 'object' ? JSON.stringify(id) : shortened(String(id))))
      .join(', ')
    const more = ids.length > MOST ? ` +${ids.length - MOST}` : ''
    const called = name === 'pushIds' && ids.length === 1 ? 'pushId' : name
    return [{ name: called, text: `${text}${more}`, href: hrefOf(name, ids, onRows) }]
  })
}

function hrefOf(name: string, ids: unknown[], onRows: Readonly<Record<string, unknown>>): string | undefined {
  const [id] = ids
  if (ids.length !== 1 || typeof id !== 'string') return undefined
  const part = encodeURIComponent(id)
  if (name === 'runId') return `/runs/${part}`
  if (name === 'retryId') return `/retries/${part}`
  if (name === 'pushId' || name === 'pushIds') return `/pushes/${part}`
  const { partnerId } = onRows
  if (name === 'companyId' && typeof partnerId === 'string') return `/story/${encodeURIComponent(partnerId)}/${part}`
  return name === 'partnerId' ? `/story?text=${part}` : undefined
}

function shortened(id: string): string {
  return id.replace(UUID, '$1…')
}
