import { Alert, Badge, Box, Container, Group, Text } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { ColorSchemeButton } from '../layout/color-scheme-button.tsx'
import { useLive } from '../live/use-live.ts'
import { vendorName } from '../page-facts.ts'
import { useMayChange, useSession } from '../session/use-session.ts'
import { words } from '../words/words.ts'
import { AlarmBanner } from './alarm-banner.tsx'
import { LeaveButton } from './leave-button.tsx'
import { Navigation } from './navigation.tsx'
import { PauseBanner } from './pause-banner.tsx'
import styles from './shell.module.css'
import { useMoves } from './use-moves.ts'
import { VIEWER_NOTE } from './viewer-note.ts'

/** What stands around every page: who is signed in, the way to the other pages, what is stopped, and whether what is shown is live. */
export function Shell({ children }: { children: ReactNode }) {
  const { operator } = useSession()
  const mayChange = useMayChange()
  const { isLost } = useLive()
  useMoves()
  return (
    <>
      <a className="skip-link" href="#main">
        {words.layout.skip}
      </a>
      <Box component="header" className={styles['header'] ?? ''}>
        <div className={styles['bar']}>
          <Link href="/" className={styles['brand']}>
            <strong>{vendorName}</strong> {words.layout.console}
          </Link>
          <Navigation />
          <Group gap="xs" wrap="nowrap" className={styles['who'] ?? ''}>
            <Text component="span" className={styles['name'] ?? ''} title={operator.name}>
              {operator.name}
            </Text>
            <Badge
              component="span"
              variant="light"
              radius="sm"
              tt="none"
              color={mayChange ? 'blue' : 'gray'}
              className={styles['role'] ?? ''}
            >
              {words.layout.role[operator.role]}
            </Badge>
            <ColorSchemeButton />
            <LeaveButton />
          </Group>
        </div>
        {!mayChange && (
          <Text id={VIEWER_NOTE} className={styles['viewer'] ?? ''}>
            {words.layout.viewerNote}
          </Text>
        )}
      </Box>
      <AlarmBanner />
      <PauseBanner />
      <Container component="main" id="main" tabIndex={-1} fluid className={styles['main'] ?? ''}>
        {isLost && (
          <Alert color="yellow" icon={<IconPlugConnectedX />} mb="md" role="status" title={words.away.lostTitle}>
            {words.away.lost}
          </Alert>
        )}
        {children}
      </Container>
    </>
  )
}
