import { newObjectId } from './identifiers.ts'
import type { Partner } from './partners.ts'
import { VendorApiError } from './vendor-api-error.ts'

/** The number last set for an account, per service. */
export interface CurrentCount {
  serviceId: string
  unitCount: number
  setAt: string
}

/** A company of the MSP, under the id that the vendor gave it. */
export interface Account {
  id: string
  name: string
  description?: string | undefined
  isActive: boolean
  isArrears: boolean
  /** Present while the account is mapped to a client of the MSP's PSA. */
  mappingId: string | null
  /** The one set last comes last. */
  counts: Map<string, CurrentCount>
}

export interface NewAccount {
  id: string
  name: string
  description?: string | undefined
}

/** What Gradient does with an account that exists already is unknown; these are the plausible answers. */
export type DuplicatePolicy = 'conflict' | 'partial' | 'upsert'

/**
 * Creates accounts. `conflict`: any known id refuses the whole array with 409. `partial`: only the unknown ones are made and echoed.
 * `upsert`: known ones take the new name and description, all are echoed. The last two answer 200 where a known id was among them.
 */
export function createAccounts(
  partner: Partner,
  wanted: NewAccount[],
  policy: DuplicatePolicy,
): { statusCode: 200 | 201; accounts: Account[] } {
  const isKnown = duplicatesIn(partner, wanted)
  const duplicate = wanted.find((_, index) => isKnown[index])
  if (duplicate && policy === 'conflict')
    throw new VendorApiError(409, `Account already exists with id: ${duplicate.id}`)
  const accounts: Account[] = []
  for (const [index, account] of wanted.entries()) {
    const known = partner.accounts.get(account.id)
    if (known && isKnown[index]) {
      if (policy === 'partial') continue
      known.name = account.name
      if (account.description !== undefined) known.description = account.description
      accounts.push(known)
      continue
    }
    const made = newAccount(account, partner.autoMap)
    partner.accounts.set(made.id, made)
    accounts.push(made)
  }
  return { statusCode: duplicate ? 200 : 201, accounts }
}

/** For each wanted account: does the partner have it, or is it in the array a second time? */
function duplicatesIn(partner: Partner, wanted: NewAccount[]): boolean[] {
  const seen = new Set<string>()
  return wanted.map(({ id }) => {
    const isKnown = partner.accounts.has(id) || seen.has(id)
    seen.add(id)
    return isKnown
  })
}

function newAccount(account: NewAccount, mapped: boolean): Account {
  return {
    id: account.id,
    name: account.name,
    description: account.description,
    isActive: true,
    isArrears: false,
    mappingId: mapped ? newObjectId() : null,
    counts: new Map(),
  }
}

export type AccountChanges = {
  [Field in 'id' | 'name' | 'description' | 'isActive' | 'isArrears']?: Account[Field] | undefined
}

/** Changes what is given and leaves the rest; the mapping and the numbers stay. Throws 404 for an unknown account, 409 for a taken id. */
export function changeAccount(partner: Partner, accountId: string, changes: AccountChanges): Account {
  const account = partner.accounts.get(accountId)
  if (!account) throw new VendorApiError(404, `No account found with id: ${accountId}`)
  const newId = changes.id ?? accountId
  if (newId !== accountId && partner.accounts.has(newId)) {
    throw new VendorApiError(409, `Account already exists with id: ${newId}`)
  }
  for (const [field, value] of Object.entries(changes))
    if (value !== undefined) Object.assign(account, { [field]: value })
  if (newId !== accountId) {
    partner.accounts.delete(accountId)
    partner.accounts.set(newId, account)
  }
  return account
}

/** The MSP maps an account to a client of its PSA, or takes the mapping away. Numbers that were set stay. */
export function setMapped(account: Account, mapped: boolean): void {
  if (mapped) account.mappingId ??= newObjectId()
  else account.mappingId = null
}

/** The number set last, of whichever service. */
export function lastCountOf(account: Account): CurrentCount | undefined {
  return [...account.counts.values()].at(-1)
}
