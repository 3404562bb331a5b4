import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { PageHead } from '../layout/page-head.tsx'
import { Panel } from '../layout/panel.tsx'
import { words } from '../words/words.ts'
import styles from './connect.module.css'
import { FindKey } from './find-key.tsx'
import { KeyForm } from './key-form.tsx'
import { NeverShared } from './never-shared.tsx'
import { SharedData } from './shared-data.tsx'
import type { PasteKey } from './use-paste-key.ts'
import { WhatItDoes } from './what-it-does.tsx'

/** While not connected: what it does, what is shared and what never is, and the field for the key. `notices` stand above all that. */
export function ConnectPage({ paste, notices }: { paste: PasteKey; notices?: ReactNode }) {
  return (
    <>
      <PageHead title={words.connect.title} about={words.connect.about} />
      {notices}
      <WhatItDoes />
      <div className={styles['columns']}>
        <Stack gap="lg">
          <SharedData />
          <NeverShared />
        </Stack>
        <div className={styles['doing']}>
          <Panel title={words.connect.key.title} about={words.connect.key.about}>
            <Stack gap="md">
              <KeyForm paste={paste} action={words.connect.connect} />
              <FindKey />
            </Stack>
          </Panel>
        </div>
      </div>
    </>
  )
}
