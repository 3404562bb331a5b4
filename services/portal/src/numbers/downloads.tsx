import { Group } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { BusyButton } from '../layout/busy-button.tsx'
import { words } from '../words/words.ts'
import type { useDownloads } from './use-downloads.ts'

const says = words.numbers.files

/** The buttons that keep a month. `isChosen`: not all companies are shown. */
export function Downloads({ isChosen, files }: { isChosen: boolean; files: ReturnType<typeof useDownloads> }) {
  return (
    <Group gap="xs">
      <BusyButton
        variant="default"
        size="sm"
        leftSection={<IconDownload size={16} />}
        aria-label={isChosen ? says.csvChosenLabel : says.csvLabel}
        busy={files.isCsvBusy}
        busyLabel={says.busy}
        onClick={files.fetchCsv}
      >
        {says.csv}
      </BusyButton>
      <BusyButton
        variant="default"
        size="sm"
        leftSection={<IconDownload size={16} />}
        aria-label={says.breakdownLabel}
        busy={files.isBreakdownBusy}
        busyLabel={says.busy}
        onClick={files.fetchBreakdown}
      >
        {says.breakdown}
      </BusyButton>
    </Group>
  )
}
