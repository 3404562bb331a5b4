/** A part of the list of what is to be mapped, as far as it is compared. */
interface Part {
  total: number
  data: readonly { companyId: string; companyName: string }[]
}

/** What has gone from the list; `name` where it was one company, and one that was shown. */
export interface Cleared {
  count: number
  name: string | null
  left: number
}

/** Compares the same part of the list at two moments; `null` where it has not become shorter. */
export function clearedBetween(before: Part, after: Part): Cleared | null {
  const count = before.total - after.total
  if (count <= 0) return null
  const still = new Set(after.data.map(({ companyId }) => companyId))
  const [gone, ...others] = before.data.filter(({ companyId }) => !still.has(companyId))
  const isOne = count === 1 && gone !== undefined && others.length === 0
  return { count, name: isOne ? gone.companyName : null, left: after.total }
}
