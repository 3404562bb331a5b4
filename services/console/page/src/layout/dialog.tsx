import { CloseButton, Group, Title } from '@mantine/core'
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { words } from '../words/words.ts'

/**
 * A dialog, by the browser's own means: the rest of the page is out of reach meanwhile, the focus moves into it (to what is marked
 * `data-autofocus`, else to the first control) and back to where it came from, Escape closes it. While `isBusy` it stays, so that the answer is seen.
 */
export function Dialog(input: {
  title: string
  isOpen: boolean
  isBusy?: boolean
  onClose: () => void
  children: ReactNode
}) {
  const { isOpen, isBusy = false, onClose } = input
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  // In time to be closed before it is taken out of the page: only then does the focus go back to where it was.
  useLayoutEffect(() => {
    const { current } = dialog
    if (!isOpen || !current) return
    current.showModal()
    current.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => current.close()
  }, [isOpen])
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        if (!isBusy) onClose()
      }}
    >
      {isOpen && (
        <>
          <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm" mb="md">
            <Title order={2} id={id}>
              {input.title}
            </Title>
            {!isBusy && <CloseButton aria-label={words.common.close} onClick={onClose} />}
          </Group>
          {input.children}
        </>
      )}
    </dialog>
  )
}
