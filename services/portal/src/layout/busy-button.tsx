import { Button, type ButtonProps, Loader } from '@mantine/core'
import type { ReactNode } from 'react'

/**
 * A button that shows that what it began is under way. It keeps the focus meanwhile, which a disabled one would lose, and does nothing
 * when pressed again.
 */
export function BusyButton({
  busy,
  busyLabel,
  children,
  leftSection,
  onClick,
  ...more
}: Omit<ButtonProps, 'loading'> & {
  busy: boolean
  busyLabel: string
  children: ReactNode
  type?: 'button' | 'submit'
  onClick?: () => void
}) {
  return (
    <Button
      {...more}
      aria-disabled={busy}
      leftSection={busy ? <Loader size={16} color="currentColor" aria-hidden /> : leftSection}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onClick?.()
      }}
    >
      {busy ? busyLabel : children}
    </Button>
  )
}
