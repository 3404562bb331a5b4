/** Where the story of a company stands. */
export function storyHref({ partnerId, companyId }: { partnerId: string; companyId: string }): string {
  return `/story/${encodeURIComponent(partnerId)}/${encodeURIComponent(companyId)}`
}
