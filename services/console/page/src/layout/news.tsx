import { Alert, Anchor } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { Link } from 'wouter'

/** What somebody has just done, and where to see what comes of it. */
export interface Done {
  text: string
  link?: { href: string; text: string } | undefined
}

/** Tells it: the focus goes to it, so that everybody learns of it. Give each its own `key`. */
export function News({ done }: { done: Done }) {
  const alert = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // After the dialog in which it was ordered has given the focus back to where it came from.
    const soon = setTimeout(() => alert.current?.focus())
    return () => clearTimeout(soon)
  }, [])
  return (
    <Alert ref={alert} tabIndex={-1} role="status" color="green" icon={<IconCircleCheck />} mb="md">
      {done.text}{' '}
      {done.link && (
        <Anchor component={Link} href={done.link.href} size="sm" underline="always">
          {done.link.text}
        </Anchor>
      )}
    </Alert>
  )
}
