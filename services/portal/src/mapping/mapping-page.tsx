import { PageHead } from '../layout/page-head.tsx'
import { words } from '../words/words.ts'
import { Mapping } from './mapping.tsx'

/** What the partner has to map in Gradient. */
export function MappingPage() {
  return (
    <>
      <PageHead title={words.mapping.pageTitle} about={words.mapping.about} />
      <Mapping />
    </>
  )
}
