/**
 * The calls of Gradient's Vendor API. `writes`: it changes something there, so that a lost answer leaves open whether it did.
 * `mayExist`: it makes or names something, so that a 409 says "already there".
 */
export const GRADIENT_CALLS = {
  vendor: { writes: false, mayExist: false },
  create_service: { writes: true, mayExist: true },
  organization: { writes: false, mayExist: false },
  set_status: { writes: true, mayExist: false },
  list_accounts: { writes: false, mayExist: false },
  create_accounts: { writes: true, mayExist: true },
  update_account: { writes: true, mayExist: true },
  count: { writes: true, mayExist: false },
} as const

export type GradientCall = keyof typeof GRADIENT_CALLS
