import { List } from '@mantine/core'
import { words } from '../words/words.ts'
import styles from './connect.module.css'

/** Where the key is found, for whoever does not know. */
export function FindKey() {
  return (
    <details className={styles['find']}>
      <summary>{words.connect.find.title}</summary>
      <List type="ordered" size="sm" spacing="xs" mt="sm">
        {words.connect.find.steps.map((step) => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
    </details>
  )
}
