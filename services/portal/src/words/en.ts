import { vendorName } from '../page-facts.ts'

/** English. Plain words of the glossary (docs/design.md); functions where a number or a name stands in the sentence. */
export const en = {
  common: {
    loading: 'Loading',
    cancel: 'Cancel',
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
  },
  layout: {
    skip: 'Skip to the page',
    pages: 'Pages',
    light: 'Light page',
    dark: 'Dark page',
    leave: 'Sign out',
  },
  session: {
    overTitle: 'You are not signed in',
    over: `Open this page from ${vendorName}: sign in there, go to your integrations, and choose Gradient. For your safety a sign-in here lasts eight hours.`,
  },
  entry: {
    title: {
      used: 'This link was used already',
      expired: 'This link has expired',
      unknown: 'This link does not work',
    },
    text: {
      used: 'Each link opens this page once. If it was you who used it, the page may still be open in another tab.',
      expired: 'A link opens this page within five minutes of being made, and this one is older.',
      unknown: 'It is not complete, or it was never made by us.',
    },
    next: `Go back to ${vendorName} and open the page from there again: that makes a new link.`,
  },
  away: {
    title: 'We cannot be reached',
    text: `The page does not get an answer from ${vendorName} at the moment. Nothing is lost; we keep trying, and the page will show by itself.`,
    lostTitle: 'No live connection',
    lost: 'What you see may be out of date. We keep trying to reconnect; numbers are sent to Gradient whether or not this page is open.',
  },
  problem: {
    title: 'That did not work',
    again: 'Try again',
    away: `${vendorName} did not answer. Nothing was changed as far as we know; check your connection and try again.`,
    byCode: {
      unavailable: `${vendorName} cannot be reached at the moment. Nothing was changed; try again in a minute.`,
      internal_error: `Something failed at ${vendorName}. It may be tried again; if it goes on, tell ${vendorName}’s support.`,
      too_many_requests: 'That was asked too often. Wait a minute and try again.',
      unauthorized: 'Your sign-in here is over. Open the page from the product again.',
      cross_site_request:
        'Your browser says that this came from another site, so it was refused. Reload the page and try again.',
    } as Record<string, string>,
  },
  notFound: {
    title: 'There is no such page',
    text: 'The address is wrong, or the page has moved.',
    back: 'Partner Integrations',
  },
  integrations: {
    title: 'Partner Integrations',
  },
  gradient: {
    title: 'Gradient',
  },
  numbers: {
    title: 'Numbers',
  },
  mapping: {
    title: 'To map',
  },
}
