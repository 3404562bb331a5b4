import { Badge, Group } from '@mantine/core'
import { Link, useRoute } from 'wouter'
import { useConnection, useRun } from '../live/use-connection.ts'
import { words } from '../words/words.ts'

/** The way to the other pages; numbers and mapping are offered once there is, or was, something to see there. */
export function Navigation() {
  const connection = useConnection()
  const run = useRun()
  const isConnected = connection.data !== undefined && connection.data.status !== 'not_connected'
  const unmapped = isConnected ? (run?.outcomes['unmapped'] ?? 0) : 0
  return (
    <nav aria-label={words.layout.pages}>
      <Group gap="xs" mt="xs" component="ul" className="navigation">
        <Place href="/" label={words.integrations.title} />
        <Place href="/gradient" label={words.gradient.title} />
        <Place href="/gradient/numbers" below="/gradient/numbers/:period" label={words.numbers.title} />
        <Place
          href="/gradient/mapping"
          label={words.mapping.title}
          mark={
            unmapped > 0 ? (
              <Badge color="orange" variant="light">
                {unmapped}
              </Badge>
            ) : undefined
          }
        />
      </Group>
    </nav>
  )
}

function Place(input: { href: string; below?: string; label: string; mark?: React.ReactNode }) {
  const [isHere] = useRoute(input.href)
  const [isBelow] = useRoute(input.below ?? input.href)
  return (
    <li>
      <Link href={input.href} aria-current={isHere || isBelow ? 'page' : undefined} className="place">
        {input.label}
        {input.mark}
      </Link>
    </li>
  )
}
