import { ActionIcon } from '@mantine/core'
import { IconExternalLink, IconMenu2, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { words } from '../words/words.ts'
import styles from './shell.module.css'

const PLACES = [
  { href: '/', label: words.overview.title, below: /^\/$/ },
  { href: '/runs', label: words.runs.title, below: /^\/(runs|pushes)(\/|$)/ },
  { href: '/failures', label: words.failures.title, below: /^\/failures(\/|$)/ },
  { href: '/retries', label: words.retries.title, below: /^\/retries(\/|$)/ },
  { href: '/levers', label: words.levers.title, below: /^\/levers$/ },
  { href: '/story', label: words.story.title, below: /^\/story(\/|$)/ },
  { href: '/audit', label: words.audit.title, below: /^\/audit$/ },
] as const

/** The way to the other pages; on a phone behind a button. */
export function Navigation() {
  const [path] = useLocation()
  const [openAt, setOpenAt] = useState<string | null>(null)
  const isOpen = openAt === path
  return (
    <>
      <ActionIcon
        className={styles['menu'] ?? ''}
        variant="default"
        size={36}
        aria-expanded={isOpen}
        aria-controls="pages"
        aria-label={words.layout.menu}
        onClick={() => setOpenAt(isOpen ? null : path)}
      >
        {isOpen ? <IconX size={18} /> : <IconMenu2 size={18} />}
      </ActionIcon>
      <nav id="pages" aria-label={words.layout.pages} className={styles['navigation']} data-open={isOpen || undefined}>
        <ul>
          {PLACES.map(({ href, label, below }) => (
            <li key={href}>
              <Link href={href} aria-current={below.test(path) ? 'page' : undefined}>
                {label}
              </Link>
            </li>
          ))}
          <li>
            <a href="/board">
              {words.layout.board}
              <IconExternalLink size={13} aria-hidden />
            </a>
          </li>
        </ul>
      </nav>
    </>
  )
}
