import { Stack, Text } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../api/client.ts'
import type { PauseScope } from '../api/shapes.ts'
import type { Done } from '../layout/news.tsx'
import { ChangeButton } from '../session/change-button.tsx'
import { words } from '../words/words.ts'
import { MissingPartnerError } from './missing-partner-error.ts'
import { type ChosenPartner, PartnerField } from './partner-field.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

/** Stops everything, a part or one partner, with a reason. */
export function PauseButton({
  scope,
  onNews,
}: {
  scope: Exclude<PauseScope, object> | 'partner'
  onNews: (done: Done) => void
}) {
  const says = words.levers
  const [isOpen, setOpen] = useState(false)
  const [partner, setPartner] = useState<ChosenPartner | null>(null)
  return (
    <>
      <ChangeButton
        variant="default"
        leftSection={<IconPlayerPause size={14} />}
        aria-label={says.pause.label(says.scope[scope].title)}
        onClick={() => setOpen(true)}
      >
        {says.pause.action}
      </ChangeButton>
      {isOpen && (
        <ReasonDialog
          title={says.pause.title(says.scope[scope].title)}
          action={says.pause.action}
          busy={says.pause.busy}
          color="red"
          carryOut={async (reason) => {
            if (scope === 'partner' && partner === null) throw new MissingPartnerError()
            const wanted: PauseScope = scope === 'partner' ? { partnerId: partner?.partnerId ?? '' } : scope
            return call('post', '/api/pauses', { body: { scope: wanted, reason } })
          }}
          onDone={() => {
            setOpen(false)
            onNews({ text: says.pause.done(scope === 'partner' ? (partner?.name ?? '') : says.scope[scope].title) })
          }}
          onClose={() => setOpen(false)}
        >
          <Stack gap="sm">
            <Text>{says.scope[scope].pauseAbout}</Text>
            {scope === 'partner' && <PartnerField value={partner} onChange={setPartner} />}
          </Stack>
        </ReasonDialog>
      )}
    </>
  )
}
