import { Alert, Box, Container, Group, Text } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import { useLive } from '../live/use-live.ts'
import { vendorName } from '../page-facts.ts'
import { useSession } from '../session/use-session.ts'
import { words } from '../words/words.ts'
import { ColorSchemeButton } from './color-scheme-button.tsx'
import { LeaveButton } from './leave-button.tsx'
import { Navigation } from './navigation.tsx'
import { useFocusAfterMove } from './use-focus-after-move.ts'

/** What stands around every page: who is signed in, the way to the other pages, and whether what is shown is live. */
export function Shell({ children }: { children: ReactNode }) {
  const { partner } = useSession()
  const { lost } = useLive(partner.id)
  const main = useRef<HTMLDivElement>(null)
  useFocusAfterMove(main)
  return (
    <>
      <a className="skip-link" href="#main">
        {words.layout.skip}
      </a>
      <Box component="header" className="page-header">
        <Container size="lg" py="sm">
          <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
            <div className="whose">
              <Text fw={700} size="lg">
                {vendorName}
              </Text>
              <Text size="sm" c="dimmed">
                {partner.name}
              </Text>
            </div>
            <Group gap="xs" wrap="nowrap">
              <ColorSchemeButton />
              <LeaveButton />
            </Group>
          </Group>
          <Navigation />
        </Container>
      </Box>
      <Container component="main" ref={main} id="main" tabIndex={-1} size="lg" py="lg">
        {lost && (
          <Alert color="yellow" icon={<IconPlugConnectedX />} mb="md" role="status" title={words.away.lostTitle}>
            {words.away.lost}
          </Alert>
        )}
        {children}
      </Container>
    </>
  )
}
