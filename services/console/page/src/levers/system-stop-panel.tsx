import { Alert, List, Stack, Text } from '@mantine/core'
import { IconShieldX } from '@tabler/icons-react'
import type { Pause } from '../api/shapes.ts'
import { Moment } from '../layout/moment.tsx'
import type { Done } from '../layout/news.tsx'
import { words } from '../words/words.ts'
import { isOwnDoing, pauseTitle, pauseWords } from './pause-words.ts'
import { ResumeButton } from './resume-button.tsx'

/** The stops that the system made by itself: what they mean, and what is to be done before they are lifted. */
export function SystemStopPanel(input: { pauses: readonly Pause[]; onNews: (done: Done) => void }) {
  const own = input.pauses.filter(isOwnDoing)
  if (own.length === 0) return null
  return (
    <Stack gap="md">
      {own.map((pause) => {
        const meaning = words.levers.meaning[pause.reason]
        return (
          <Alert key={pause.id} color="red" icon={<IconShieldX />} title={pauseTitle(pause)}>
            <Stack gap="xs" align="flex-start">
              <Text>
                {pauseWords(pause)} <Moment iso={pause.pausedAt} seconds />.
              </Text>
              <Text c="dimmed">{pause.detail}</Text>
              {meaning && (
                <>
                  <Text>{meaning.about}</Text>
                  <List size="sm" type="ordered" spacing={2}>
                    {meaning.steps.map((step) => (
                      <List.Item key={step}>{step}</List.Item>
                    ))}
                  </List>
                </>
              )}
              <ResumeButton pause={pause} onNews={input.onNews} />
            </Stack>
          </Alert>
        )
      })}
    </Stack>
  )
}
