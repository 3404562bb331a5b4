import { vendorName } from '../../page-facts.ts'
import { companyAccounts } from './gradient/company-accounts.ts'
import { disconnect } from './gradient/disconnect.ts'

export const gradient = {
  title: 'Gradient',
  connectedTo: (organization: string) => `Connected to ${organization}`,
  state: {
    not_connected: 'Not connected',
    waiting_for_mapping: 'Waiting for mapping',
    active: 'Active',
    needs_key: 'Needs a new key',
  },
  card: {
    about: `Sends the billable users of each of your companies to Gradient every month, so that nobody has to retype them into your PSA.`,
    note: {
      not_connected: () => 'Takes a key from Gradient and a few minutes.',
      waiting_for_mapping: (to: { organization: string; nextRun: string }) =>
        `Connected to ${to.organization}. Map your companies in Gradient to finish.`,
      active: (to: { organization: string; nextRun: string }) =>
        `Connected to ${to.organization}. The next numbers go on ${to.nextRun}.`,
      needs_key: () => 'Gradient no longer accepts your key. Numbers wait until there is a new one.',
    },
    action: {
      not_connected: 'Connect Gradient',
      waiting_for_mapping: 'Open Gradient',
      active: 'Open Gradient',
      needs_key: 'Paste a new key',
    },
  },
  news: {
    connected: {
      title: (organization: string) => `Connected to ${organization}`,
      text: 'Gradient accepted the key. Your companies are on their way there; the steps below tell what comes next.',
    },
    keyReplaced: {
      title: () => 'The new key is in use',
      text: 'Gradient accepted it, and the old one was destroyed. What waited for it goes on by itself.',
    },
    disconnected: {
      title: () => 'Gradient is disconnected',
      text: 'The key was destroyed and nothing is sent any more. What was sent stays to be seen under Numbers.',
    },
  },
  paused: {
    title: 'Sending is paused',
    text: `${vendorName} has paused all calls to Gradient while something is looked into. Nothing is lost: what waits goes on by itself afterwards. Keys cannot be checked meanwhile.`,
  },
  needsKey: {
    title: 'Gradient no longer accepts your key',
    since: (moment: string) => `Since ${moment} nothing can be sent.`,
    meaning: 'No number is lost: they wait here, and follow by themselves once there is a new key.',
    reason: (reason: string) => `The reason given: ${reason}`,
    how: 'Make a new key in Gradient and paste it here. Your accounts and mappings there stay, unless you disconnected there: then connect again in Gradient first.',
  },
  facts: {
    title: 'Connection',
    status: 'Status',
    organization: 'Organization',
    since: 'Connected since',
    key: 'Partner API Key',
    keyEnds: (hint: string) => `Ends in ${hint}`,
  },
  numbers: {
    title: 'Numbers',
    all: 'See and send numbers',
    next: 'Sent next',
    yourTime: (city: string, moment: string) => `That is in ${city}; for you it is ${moment}.`,
    sends: (period: string) => `The numbers of ${period}.`,
    sendsWithKey: (period: string) => `The numbers of ${period}, if there is a new key by then.`,
    last: 'Sent last',
    noRun: 'Nothing yet',
    runSince: (moment: string) => `Being sent since ${moment}`,
    runDone: (moment: string) => `Done ${moment}`,
  },
  ...companyAccounts,
  replace: {
    open: 'Replace key',
    title: 'Replace the Partner API Key',
    about: 'Paste the new key. The one in use stays until Gradient has accepted the new one.',
    action: 'Check and use this key',
  },
  disconnect,
}
