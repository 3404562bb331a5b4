import { Dialog } from '../layout/dialog.tsx'
import { CompanyView } from './company-view.tsx'
import { useCompany } from './use-company.ts'

/** Which company is opened, and in which month. */
interface Opened {
  companyId: string
  period: string
  /** The month is over, so that runs may know of the company. */
  isBilled: boolean
  running: string
}

/** A company, opened beside the list. Its address keeps it open. */
export function CompanyDrawer(
  input: Omit<Opened, 'companyId'> & {
    companyId: string | null
    /** As the list has it. */
    knownName: string | undefined
    onClose: () => void
  },
) {
  const { companyId, knownName, onClose, ...rest } = input
  const { data: company } = useCompany(companyId)
  return (
    <Dialog
      title={company?.name ?? knownName ?? companyId ?? ''}
      isOpen={companyId !== null}
      isBeside
      // A step that was made from the list is taken back; else Back would open the company again.
      onClose={() => (history.state?.fromList ? history.back() : onClose())}
    >
      {companyId !== null && <CompanyView companyId={companyId} {...rest} />}
    </Dialog>
  )
}
