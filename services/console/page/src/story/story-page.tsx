import { PageHead } from '../layout/page-head.tsx'
import { words } from '../words/words.ts'

/** Everything about one company. */
export function StoryPage({ companyId }: { partnerId: string; companyId: string }) {
  return <PageHead title={words.story.storyOf(companyId)} />
}
