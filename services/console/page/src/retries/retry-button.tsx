import type { ButtonProps } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { RetryScope } from '../api/shapes.ts'
import { ChangeButton } from '../session/change-button.tsx'
import { RetryDialog } from './retry-dialog.tsx'

/** Sends pushes again: first what that would do is shown, then a reason is asked for. */
export function RetryButton({ scope, children, ...more }: ButtonProps & { scope: RetryScope; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <ChangeButton variant="default" leftSection={<IconRefresh size={14} />} {...more} onClick={() => setOpen(true)}>
        {children}
      </ChangeButton>
      {isOpen && <RetryDialog scope={scope} onClose={() => setOpen(false)} />}
    </>
  )
}
