import { Progress } from '@mantine/core'

/** How far something is, in percent: named by `label` and told by `text`. */
export function ProgressBar(input: { percent: number; label: string; text: string }) {
  return (
    <Progress.Root size="sm">
      <Progress.Section value={input.percent} aria-label={input.label} aria-valuetext={input.text} />
    </Progress.Root>
  )
}
