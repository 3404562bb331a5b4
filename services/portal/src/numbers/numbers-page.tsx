import { PageHead } from '../layout/page-head.tsx'
import { words } from '../words/words.ts'

export function NumbersPage({ period }: { period: string }) {
  return <PageHead title={`${words.numbers.title} ${period}`} />
}
