import { Group, SimpleGrid, Text, ThemeIcon } from '@mantine/core'
import { IconBuilding, IconCalendarEvent, IconListCheck } from '@tabler/icons-react'
import { words } from '../words/words.ts'

const ICONS = [IconBuilding, IconCalendarEvent, IconListCheck]

/** What the integration does, in three sentences. */
export function WhatItDoes() {
  return (
    <SimpleGrid component="ul" cols={{ base: 1, md: 3 }} spacing="lg" p={0} m={0} mb="xl">
      {words.connect.does.map(({ title, text }, index) => {
        const Icon = ICONS[index] ?? IconBuilding
        return (
          <Group key={title} component="li" gap="sm" wrap="nowrap" align="flex-start">
            <ThemeIcon variant="light" size="lg">
              <Icon size={20} />
            </ThemeIcon>
            <div>
              <Text fw={600}>{title}</Text>
              <Text size="sm" c="dimmed">
                {text}
              </Text>
            </div>
          </Group>
        )
      })}
    </SimpleGrid>
  )
}
