import { vendorName } from '../../../page-facts.ts'

export const figures = {
  title: 'In all',
  users: 'Billable users',
  usersSoFar: 'Billable users so far',
  ofCompanies: (companies: string) => (companies === '1' ? 'of 1 company' : `of ${companies} companies`),
  inGradient: 'In Gradient',
  ofUsers: 'billable users taken',
  noUsage: 'Nothing reported',
  notAsZero: 'never sent as 0',
  finalZeros: 'A last 0',
  archived: 'archived companies',
  toMap: 'To map',
  seeToMap: 'See which',
  mappedSince: (count: string) => `${count} mapped since`,
  trouble: 'Not taken',
  accounted: (companies: string) =>
    companies === '1' ? 'The 1 company is accounted for.' : `All ${companies} companies are accounted for.`,
  missing: (missing: number) =>
    missing === 1
      ? `1 company has no outcome. That is a fault of ours: please tell ${vendorName}’s support.`
      : `${missing} companies have no outcome. That is a fault of ours: please tell ${vendorName}’s support.`,
}
