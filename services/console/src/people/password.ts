import { hash, verify } from '@node-rs/argon2'

/** OWASP's Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane, and argon2id, which is the library's choice where none is named. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const LEAST_LETTERS = 12
const MOST_LETTERS = 256

/** Why this cannot be a password, in words; `undefined`: it can. */
export function passwordProblem(password: string): string | undefined {
  if (password.length < LEAST_LETTERS) return `A password has ${LEAST_LETTERS} letters at least.`
  if (password.length > MOST_LETTERS) return `A password has ${MOST_LETTERS} letters at most.`
  return undefined
}

/** What is kept of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalized(password), OPTIONS)
}

/** Checks passwords against what is kept of them. */
export interface PasswordChecker {
  /** Whether it is the one; takes as long where nothing is kept. */
  isRight(password: string, kept: string | null | undefined): Promise<boolean>
}

/** Makes it; `nobodys` is the hash of a text that nobody knows, checked in the place of what is not there. */
export async function createPasswordChecker(unknowable: string): Promise<PasswordChecker> {
  const nobodys = await hashPassword(unknowable)
  return {
    async isRight(password, kept) {
      const isSame = await verify(kept ?? nobodys, normalized(password))
      return isSame && kept !== null && kept !== undefined
    },
  }
}

/** The same letters on whatever keyboard they were typed. */
function normalized(password: string): string {
  return password.normalize('NFKC')
}
