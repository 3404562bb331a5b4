import { PageHead } from '../layout/page-head.tsx'
import { words } from '../words/words.ts'

export function GradientPage() {
  return <PageHead title={words.gradient.title} />
}
