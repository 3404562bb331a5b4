/** The id of the line that tells a viewer why nothing can be changed: what describes each control that is shut. */
export const VIEWER_NOTE = 'viewer-note'
