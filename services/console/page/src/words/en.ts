import { audit } from './en/audit.ts'
import { failures } from './en/failures.ts'
import { frame } from './en/frame.ts'
import { levers } from './en/levers.ts'
import { lists } from './en/lists.ts'
import { outcomes } from './en/outcomes.ts'
import { overview } from './en/overview.ts'
import { problems } from './en/problems.ts'
import { pushes } from './en/pushes.ts'
import { reasonField } from './en/reason-field.ts'
import { retries } from './en/retries.ts'
import { runs } from './en/runs.ts'
import { signIn } from './en/sign-in.ts'
import { story } from './en/story.ts'

/** English. The words of the glossary (docs/design.md); functions where a number or a name stands in the sentence. */
export const en = {
  ...frame,
  signIn,
  ...problems,
  ...outcomes,
  lists,
  overview,
  runs,
  pushes,
  failures,
  reasonField,
  retries,
  levers,
  audit,
  story,
}
