import { Progress } from '@mantine/core'

/** How far something is: `done` of `total`, named by `label` and told by `text`. */
export function ProgressBar(input: { done: number; total: number; label: string; text: string }) {
  return (
    <Progress.Root size="lg">
      <Progress.Section value={(100 * input.done) / input.total} aria-label={input.label} aria-valuetext={input.text} />
    </Progress.Root>
  )
}
