import { Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { words } from '../words/words.ts'

const SLOW_AFTER_MS = 6_000

/** Says what is waited for, and after some seconds that it goes on. A live region: it is there before it has anything to say. */
export function CheckingNote({ isChecking }: { isChecking: boolean }) {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    setSlow(false)
    if (!isChecking) return
    const slow = setTimeout(() => setSlow(true), SLOW_AFTER_MS)
    return () => clearTimeout(slow)
  }, [isChecking])
  return (
    <Text size="sm" role="status" hidden={!isChecking}>
      {isChecking && (isSlow ? words.connect.checkingSlow : words.connect.checkingNote)}
    </Text>
  )
}
