import { Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../api/client.ts'
import type { Pause } from '../api/shapes.ts'
import type { Done } from '../layout/news.tsx'
import { ChangeButton } from '../session/change-button.tsx'
import { words } from '../words/words.ts'
import { isOwnDoing, pauseTitle, pauseWords } from './pause-words.ts'
import { ReasonDialog } from './reason-dialog.tsx'

/** Lifts one stop, with a reason. */
export function ResumeButton({ pause, onNews }: { pause: Pause; onNews: (done: Done) => void }) {
  const says = words.levers.resume
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <ChangeButton
        leftSection={<IconPlayerPlay size={14} />}
        aria-label={`${says.action}: ${pauseTitle(pause)}`}
        onClick={() => setOpen(true)}
      >
        {says.action}
      </ChangeButton>
      {isOpen && (
        <ReasonDialog
          title={says.title}
          action={says.action}
          busy={says.busy}
          carryOut={(reason) =>
            call('delete', '/api/pauses/{pauseId}', { path: { pauseId: pause.id }, body: { reason } })
          }
          onDone={() => {
            setOpen(false)
            onNews({ text: says.done })
          }}
          onClose={() => setOpen(false)}
        >
          <Text>
            {pauseTitle(pause)} {pauseWords(pause)}.
          </Text>
          <Text mt="xs">{isOwnDoing(pause) ? says.aboutOwn : says.about}</Text>
        </ReasonDialog>
      )}
    </>
  )
}
