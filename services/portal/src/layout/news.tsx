import { Alert, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'

/** What the person has just done here, and what came of it: the focus goes to it, so that everybody learns of it. Give each its own `key`. */
export function News({ title, text }: { title: string; text: string }) {
  const alert = useRef<HTMLDivElement>(null)
  useEffect(() => alert.current?.focus(), [])
  return (
    <Alert ref={alert} tabIndex={-1} role="status" color="green" icon={<IconCircleCheck />} title={title} mb="lg">
      <Text size="sm">{text}</Text>
    </Alert>
  )
}
