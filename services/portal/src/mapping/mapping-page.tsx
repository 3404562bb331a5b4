import { PageHead } from '../layout/page-head.tsx'
import { words } from '../words/words.ts'

export function MappingPage() {
  return <PageHead title={words.mapping.title} />
}
