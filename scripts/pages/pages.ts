/** A page for browsers, which a service serves as it was built. */
export interface Page {
  name: PageName
  /** What people call it, after "the". */
  title: string
  /** Its service's room: the page is built into `dist` there, by the packages of that room. */
  service: string
  /** Where its `index.html` and its `vite.config.ts` are. */
  folder: string
  /** Files and folders that settle what is built, beside those of every page. */
  sources: string[]
  /** The path at which it is served. */
  basePath: string
  /** The most that its first load may weigh compressed, in bytes. */
  firstLoadBudget: number
}

/** The pages by name. */
export type PageName = 'portal' | 'console'

/** All pages that are built. */
export const PAGES: Readonly<Record<PageName, Page>> = {
  portal: {
    name: 'portal',
    title: 'partner’s page',
    service: 'services/portal',
    folder: 'services/portal',
    sources: ['services/portal'],
    basePath: '/portal/',
    firstLoadBudget: 200_000,
  },
  console: {
    name: 'console',
    title: 'operators’ page',
    service: 'services/console',
    folder: 'services/console/page',
    sources: ['services/console/page', 'services/console/package.json'],
    basePath: '/',
    firstLoadBudget: 200_000,
  },
}
