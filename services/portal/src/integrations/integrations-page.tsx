import { PageHead } from '../layout/page-head.tsx'
import { words } from '../words/words.ts'

export function IntegrationsPage() {
  return <PageHead title={words.integrations.title} />
}
