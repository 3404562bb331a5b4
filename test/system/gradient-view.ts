import type { Stack } from './stack.ts'

/** One account as Gradient has it. */
export interface AccountInGradient {
  id: string
  name: string
  mapped: boolean
  unitCount: number | null
}

/** One call as Gradient saw it. */
export interface CallInGradient {
  route: string
  method: string
  path: string
  accountId: string | null
  unitCount: number | null
  noBuild: boolean | null
  answered: number | string | null
  startedAtMs: number
  endedAtMs: number | null
  body: unknown
}

/** A partner as Gradient has it. */
export async function partnerInGradient(stack: Stack, partnerKey: string) {
  return (await stack.control('GET', `partners/${partnerKey}`)) as { status: string; accounts: AccountInGradient[] }
}

/** What Gradient holds for each account of a partner. */
export async function countsInGradient(stack: Stack, partnerKey: string): Promise<Record<string, number | null>> {
  const { accounts } = await partnerInGradient(stack, partnerKey)
  return Object.fromEntries(accounts.map((account) => [account.id, account.unitCount]))
}

/** The calls that Gradient saw from a partner, oldest first. */
export async function callsInGradient(stack: Stack, partnerKey: string, route?: string): Promise<CallInGradient[]> {
  const query = new URLSearchParams({ partnerKey, ...(route ? { route } : {}) })
  return (await stack.control('GET', `calls?${query}`)) as CallInGradient[]
}
