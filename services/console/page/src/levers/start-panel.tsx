import { Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { call } from '../api/client.ts'
import type { Done } from '../layout/news.tsx'
import { Panel } from '../layout/panel.tsx'
import { ChangeButton } from '../session/change-button.tsx'
import { words } from '../words/words.ts'
import styles from './levers.module.css'
import { MissingPartnerError } from './missing-partner-error.ts'
import { type ChosenPartner, PartnerField } from './partner-field.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

const STARTS = ['run_all', 'run_partner', 'sync', 'sweep'] as const
type Start = (typeof STARTS)[number]

/** What can be begun at once, instead of waiting until it comes by itself. */
export function StartPanel({ onNews }: { onNews: (done: Done) => void }) {
  const says = words.levers
  const [open, setOpen] = useState<Start | null>(null)
  const [partner, setPartner] = useState<ChosenPartner | null>(null)
  const close = () => {
    setOpen(null)
    setPartner(null)
  }
  return (
    <Panel title={says.startTitle} about={says.startAbout}>
      <ul className={styles['levers']}>
        {STARTS.map((start) => (
          <li key={start}>
            <div className={styles['lever']}>
              <div>
                <Text fw={600}>{says.start[start].title}</Text>
                <Text c="dimmed">{says.start[start].about}</Text>
              </div>
              <span />
              <ChangeButton variant="default" onClick={() => setOpen(start)}>
                {says.start[start].action}
              </ChangeButton>
            </div>
          </li>
        ))}
      </ul>
      {open !== null && (
        <ReasonDialog
          title={says.start[open].title}
          action={says.start[open].action}
          busy={says.starting}
          carryOut={(reason) => carryOut(open, { reason, partner })}
          onDone={(runId) => {
            onNews({
              text: says.start[open].done,
              link: runId === null ? undefined : { href: `/runs/${runId}`, text: words.overview.toRun },
            })
            close()
          }}
          onClose={close}
        >
          <Stack gap="sm">
            <Text>{says.start[open].what}</Text>
            {needsPartner(open) && <PartnerField value={partner} onChange={setPartner} />}
          </Stack>
        </ReasonDialog>
      )}
    </Panel>
  )
}

function needsPartner(start: Start): boolean {
  return start === 'run_partner' || start === 'sync'
}

/** Orders it; answers the id of the run, where it is one. */
async function carryOut(
  start: Start,
  { reason, partner }: { reason: string; partner: ChosenPartner | null },
): Promise<string | null> {
  if (needsPartner(start) && partner === null) throw new MissingPartnerError()
  const partnerId = partner?.partnerId ?? ''
  switch (start) {
    case 'run_all':
      return (await call('post', '/api/runs', { body: { reason } })).id
    case 'run_partner':
      return (await call('post', '/api/runs', { body: { reason, partnerId } })).id
    case 'sync':
      await call('post', '/api/partners/{partnerId}/sync-accounts', { path: { partnerId }, body: { reason } })
      return null
    case 'sweep':
      await call('post', '/api/sweep', { body: { reason } })
      return null
  }
}
