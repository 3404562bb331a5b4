/** Markup that is safe to send: made by `html` alone. */
export interface Html {
  readonly markup: string
}

type Piece = string | Html | Piece[] | false

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Writes markup; every value in it is escaped, unless it is markup itself. `false` writes nothing. */
export function html(texts: TemplateStringsArray, ...pieces: Piece[]): Html {
  return { markup: texts.map((text, index) => text + render(pieces[index] ?? false)).join('') }
}

function render(piece: Piece): string {
  if (piece === false) return ''
  if (Array.isArray(piece)) return piece.map(render).join('')
  if (typeof piece === 'object') return piece.markup
  return piece.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
