import { Anchor } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { Link } from 'wouter'
import styles from './back-link.module.css'

/** The way up from a page. */
export function BackLink({ href, children }: { href: string; children: string }) {
  return (
    <Anchor component={Link} href={href} size="sm" className={styles['link'] ?? ''}>
      <IconChevronLeft size={14} aria-hidden />
      {children}
    </Anchor>
  )
}
