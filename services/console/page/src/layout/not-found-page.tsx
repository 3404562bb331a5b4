import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import { words } from '../words/words.ts'
import { PageHead } from './page-head.tsx'

/** An address that is no page. */
export function NotFoundPage() {
  return (
    <>
      <PageHead title={words.notFound.title} />
      <Text>{words.notFound.text}</Text>
      <Anchor component={Link} href="/">
        {words.overview.title}
      </Anchor>
    </>
  )
}
