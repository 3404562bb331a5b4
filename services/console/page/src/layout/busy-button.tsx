import { Button, type ButtonProps, Loader } from '@mantine/core'
import type { ReactNode } from 'react'

/**
 * A button that shows that what it began is under way. It keeps the focus meanwhile, which a disabled one would lose, and does nothing
 * when pressed again.
 */
export function BusyButton({
  isBusy,
  busyLabel,
  children,
  leftSection,
  onClick,
  ...more
}: Omit<ButtonProps, 'loading'> & {
  isBusy: boolean
  busyLabel: string
  children: ReactNode
  type?: 'button' | 'submit'
  onClick?: () => void
}) {
  return (
    <Button
      {...more}
      aria-disabled={isBusy}
      leftSection={isBusy ? <Loader size={14} color="currentColor" aria-hidden /> : leftSection}
      onClick={(event) => {
        if (isBusy) event.preventDefault()
        else onClick?.()
      }}
    >
      {isBusy ? busyLabel : children}
    </Button>
  )
}
