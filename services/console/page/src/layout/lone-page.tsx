import { Container, Paper, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useDocumentTitle } from './document-title.ts'

/** A page by itself, without the shell: nobody is signed in, or nobody answers. */
export function LonePage(input: { title: string; children: ReactNode }) {
  useDocumentTitle(input.title)
  return (
    <Container component="main" size={420} py="xl">
      <Paper withBorder p="lg">
        <Title order={1} mb="sm">
          {input.title}
        </Title>
        {input.children}
      </Paper>
    </Container>
  )
}
