import { Button, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'

/** Brings the next page of a list. Once all are there it says so instead, and keeps the focus if it had it. */
export function MoreButton(input: {
  hasMore: boolean
  isFetching: boolean
  onMore: () => void
  label: string
  doneText: string
}) {
  const pressed = useRef(false)
  const done = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (!input.hasMore && pressed.current) done.current?.focus()
  }, [input.hasMore])
  if (!input.hasMore) {
    return (
      <Text ref={done} tabIndex={-1} size="sm" c="dimmed">
        {input.doneText}
      </Text>
    )
  }
  return (
    <Button
      variant="default"
      size="xs"
      aria-disabled={input.isFetching}
      onClick={() => {
        pressed.current = true
        if (!input.isFetching) input.onMore()
      }}
    >
      {input.label}
    </Button>
  )
}
