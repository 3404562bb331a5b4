import { PageHead } from '../layout/page-head.tsx'
import { words } from '../words/words.ts'
import { IntegrationCard } from './integration-card.tsx'
import styles from './integrations.module.css'
import { INTEGRATIONS } from './integrations.ts'

/** Everything that the vendor's product can be connected with. */
export function IntegrationsPage() {
  return (
    <>
      <PageHead title={words.integrations.title} about={words.integrations.about} />
      <ul className={styles['cards']}>
        {INTEGRATIONS.map((integration) => (
          <li key={integration.id}>
            <IntegrationCard integration={integration} />
          </li>
        ))}
      </ul>
    </>
  )
}
