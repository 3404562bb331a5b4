import { Button, type ButtonProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { VIEWER_NOTE } from '../shell/viewer-note.ts'
import { useMayChange } from './use-session.ts'

/** A button that leads to a change. For a viewer it is shut, and what describes it says why; the console would refuse it anyway. */
export function ChangeButton({
  children,
  onClick,
  ...more
}: ButtonProps & { children: ReactNode; onClick: () => void; 'aria-label'?: string }) {
  const mayChange = useMayChange()
  return (
    <Button {...more} disabled={!mayChange} aria-describedby={mayChange ? undefined : VIEWER_NOTE} onClick={onClick}>
      {children}
    </Button>
  )
}
