import { connect } from './en/connect.ts'
import { frame } from './en/frame.ts'
import { gradient } from './en/gradient.ts'
import { integrations } from './en/integrations.ts'
import { mapping } from './en/mapping.ts'
import { numbers } from './en/numbers.ts'
import { problems } from './en/problems.ts'
import { signIn } from './en/sign-in.ts'

/** English. Plain words of the glossary (docs/design.md); functions where a number or a name stands in the sentence. */
export const en = {
  ...frame,
  ...signIn,
  ...problems,
  integrations,
  connect,
  gradient,
  numbers,
  mapping,
}
