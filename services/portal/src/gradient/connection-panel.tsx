import { Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { Shape } from '../api/client.ts'
import { formatDay } from '../format/dates.ts'
import { Panel } from '../layout/panel.tsx'
import { StateBadge } from '../layout/state-badge.tsx'
import { words } from '../words/words.ts'
import { Fact } from './fact.tsx'
import styles from './gradient.module.css'
import { gradientStateOf, TONES } from './gradient-state.ts'
import { ReplaceKeyDialog } from './replace-key-dialog.tsx'

/** With whom the partner is connected, since when, and by which key. */
export function ConnectionPanel(input: { connection: Shape<'GradientConnection'>; onKeyReplaced: () => void }) {
  const { connection, onKeyReplaced } = input
  const [isReplacing, setReplacing] = useState(false)
  const hint = useRef(connection.keyHint)
  useEffect(() => {
    const isAnother = hint.current !== connection.keyHint
    hint.current = connection.keyHint
    // The answer was lost, but the key was accepted.
    if (!isAnother || !isReplacing) return
    setReplacing(false)
    onKeyReplaced()
  }, [connection.keyHint, isReplacing, onKeyReplaced])
  const state = gradientStateOf(connection.status)
  return (
    <Panel title={words.gradient.facts.title}>
      <dl className={styles['facts']}>
        <Fact name={words.gradient.facts.status}>
          <span>
            <StateBadge tone={TONES[state]}>{words.gradient.state[state]}</StateBadge>
          </span>
        </Fact>
        <Fact name={words.gradient.facts.organization}>{connection.organizationName}</Fact>
        {connection.connectedAt !== null && (
          <Fact name={words.gradient.facts.since}>{formatDay(connection.connectedAt)}</Fact>
        )}
        <Fact name={words.gradient.facts.key}>
          <span>{words.gradient.facts.keyEnds(connection.keyHint ?? '')}</span>
          {state !== 'needs_key' && (
            <Button variant="default" size="xs" leftSection={<IconKey size={14} />} onClick={() => setReplacing(true)}>
              {words.gradient.replace.open}
            </Button>
          )}
        </Fact>
      </dl>
      <ReplaceKeyDialog
        isOpen={isReplacing}
        onClose={() => setReplacing(false)}
        onAccepted={() => {
          setReplacing(false)
          onKeyReplaced()
        }}
      />
    </Panel>
  )
}
