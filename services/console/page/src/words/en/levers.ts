import { plural } from './plural.ts'

export const levers = {
  title: 'Levers',
  about: 'What can be stopped, resumed and begun. Each asks why, is shown everywhere, and stands in the audit.',
  toLevers: 'Levers',
  stopsLabel: 'What is stopped',
  moreStops: (count: number) => `${plural(count, 'more partner is', 'more partners are')} stopped`,
  stopped: {
    all: 'All sending is stopped.',
    accounts: 'Accounts are stopped.',
    billing: 'Counts are stopped.',
    partner: (partner: string) => `Sending for partner ${partner} is stopped.`,
  },
  byOperator: (name: string, reason: string) => `${name}: “${reason}”, since`,
  byQueue: (name: string) => `${name} paused its queue in the queue dashboard, since`,
  byItself: {
    anomaly: 'Gradient answered 403: it saw an anomaly in our use of its API. Since',
    vendor_key_refused: 'Gradient refuses the vendor’s own key. Since',
  } as Record<string, string>,
  byItselfOther: (detail: string) => `Stopped by itself: ${detail} Since`,
  meaning: {
    anomaly: {
      about:
        'A 403 is Gradient’s alarm about how we call it. Going on, or trying again in a loop, can get the vendor key blocked for every partner. Nothing is lost: what is due waits.',
      steps: [
        'Ask Gradient’s support what it saw.',
        'Put the cause right, or have Gradient’s word that it was none of ours.',
        'Resume. If the next call is answered 403 again, everything stops again at once.',
      ],
    },
    vendor_key_refused: {
      about:
        'Keys of several partners were refused alike, so it is ours that Gradient does not take. No partner is asked for a new key because of it.',
      steps: [
        'Have the vendor key looked at in Gradient.',
        'Set GRADIENT_VENDOR_API_KEY right and restart the workers and the gateway.',
        'Resume. What waited goes by itself.',
      ],
    },
  } as Record<string, { about: string; steps: string[] }>,
  sendingTitle: 'Sending',
  sendingAbout:
    'A stop takes effect at once: no new call starts; calls under way end. What is due waits, and nothing is lost.',
  isStopped: 'Stopped',
  goesOn: 'Goes on',
  scope: {
    all: {
      title: 'All sending',
      about: 'Every call to Gradient: counts, accounts, and the trying of new keys.',
      pauseAbout: 'No call to Gradient starts any more until somebody resumes: no count, no account, no new key.',
    },
    billing: {
      title: 'Counts',
      about: 'The pushes of billing runs. Accounts go on.',
      pauseAbout: 'No count is sent to Gradient until somebody resumes. Accounts go on.',
    },
    accounts: {
      title: 'Accounts',
      about: 'Companies on their way to Gradient. Counts go on.',
      pauseAbout: 'No account is made or renamed in Gradient until somebody resumes. Counts go on.',
    },
    partner: {
      title: 'One partner',
      about: 'All calls with one partner’s key. Everybody else goes on.',
      pauseAbout: 'No call with this partner’s key starts until somebody resumes. Everybody else goes on.',
    },
  },
  partnerHint: 'Name or id of a partner',
  pause: {
    action: 'Pause',
    busy: 'Pausing…',
    label: (what: string) => `Pause: ${what}`,
    title: (what: string) => `Pause: ${what}`,
    done: (what: string) => `Paused: ${what}. It is shown on every page.`,
  },
  resume: {
    action: 'Resume',
    busy: 'Resuming…',
    title: 'Resume sending?',
    about: 'What waited goes by itself, paced, within Gradient’s budget.',
    aboutOwn: 'Resume only once the cause is put right: the first refusal of the same kind stops everything again.',
    done: 'Resumed. What waited goes by itself.',
  },
  startTitle: 'Begin now',
  startAbout: 'All of this comes by itself sooner or later. Doing it twice, or while it is under way, does no harm.',
  starting: 'Ordering…',
  start: {
    run_all: {
      title: 'Run now, for all partners',
      about: 'A billing run of the last closed month.',
      what: 'Sends the last closed month for every connected partner. What Gradient has already is not sent again.',
      action: 'Run for all',
      done: 'A run for all partners was ordered, or is under way already.',
    },
    run_partner: {
      title: 'Run now, for one partner',
      about: 'The same for one partner, as its Send now does.',
      what: 'Sends the last closed month for this partner. What Gradient has already is not sent again.',
      action: 'Run for one',
      done: 'A run for the partner was ordered, or is under way already.',
    },
    sync: {
      title: 'Sync accounts of one partner',
      about: 'Compares its companies with the accounts in Gradient and makes what is missing.',
      what: 'Compares this partner’s companies with the accounts in Gradient, makes what is missing and renames what changed.',
      action: 'Sync accounts',
      done: 'The sync was ordered.',
    },
    sweep: {
      title: 'Sweep now',
      about: 'Looks for work that is due and that nobody is doing. It happens by itself every minute.',
      what: 'Looks at once for work that Postgres says is due and nobody is doing, and nudges it.',
      action: 'Sweep now',
      done: 'A sweep was ordered.',
    },
  },
}
