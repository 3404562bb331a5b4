import { vendorName } from '../../../page-facts.ts'

/** The accounts of the companies, and their sync. */
export const companyAccounts = {
  accounts: {
    title: 'Company accounts',
    about: `Each of your companies is an account in Gradient. New and renamed ones follow by themselves within seconds.`,
    none: `${vendorName} has no companies of yours yet. Each one appears in Gradient once it is there.`,
    state: { present: 'In Gradient', waiting: 'Waiting', failed: 'Failed', gone: 'Gone' },
    of: (some: string, all: string) => `${some} of ${all}`,
    gone: (gone: number) =>
      gone === 1
        ? '1 account was in Gradient and is not there any more. The next sync makes it again.'
        : `${gone} accounts were in Gradient and are not there any more. The next sync makes them again.`,
    failedTitle: (failed: number) =>
      failed === 1 ? '1 company was not taken by Gradient' : `${failed} companies were not taken by Gradient`,
    failedAbout: 'Each is tried again every hour, and whenever you sync.',
    noReason: 'Gradient gave no reason.',
    id: (id: string) => `Id ${id}`,
    more: 'Show more',
    allShown: 'All are shown.',
    needsKey: 'Accounts can be synced again once there is a new key.',
  },
  sync: {
    button: 'Sync Company Accounts',
    queued: 'Asked for; it begins in a moment.',
    paused: 'Asked for; it begins once sending is no longer paused.',
    again: (reason: string) => `The last try did not get through (${reason}). It is tried again by itself.`,
    comparing: 'Comparing your companies with the accounts in Gradient…',
    sendingNow: 'Sending companies to Gradient…',
    sending: (done: string, total: string) => `${done} of ${total}`,
    in_order: (moment: string | null) =>
      moment === null ? 'All accounts are in order.' : `All accounts are in order, as of ${moment}.`,
    some_refused: (refused: number) =>
      refused === 1
        ? 'Done, but Gradient did not take 1 company: see why below.'
        : `Done, but Gradient did not take ${refused} companies: see why below.`,
    failed: (reason: string | null) =>
      reason === null
        ? 'The last sync did not get through. Press the button to try again.'
        : `The last sync did not get through (${reason}). Press the button to try again.`,
    cancelled: 'The last sync was cancelled.',
  },
}
