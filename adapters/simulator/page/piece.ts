/** A contact card or a place, as they are written in the box: `Pak Budi +62 812 3456 7890`, `-6.1256, 106.6559 Bandara`. */
import type { Said } from '../wire.ts'

export type Piece = 'card' | 'place'

/** null: it is none. */
export function readPiece(as: Piece, text: string): Said | null {
  return as === 'card' ? readCard(text) : readPlace(text)
}

const phone = /\+?\d(?:[\s().-]*\d){5,17}/g

function readCard(text: string): Said | null {
  const phones = (text.match(phone) ?? []).slice(0, 10)
  const name = text
    .replace(phone, ' ')
    .replace(/[\s,;:]+/g, ' ')
    .trim()
  return phones.length === 0 ? null : { kind: 'card', name, phones }
}

const degrees = String.raw`(-?\d{1,3}(?:\.\d+)?)`
const place = new RegExp(String.raw`^${degrees}[\s,;]+${degrees}(?:[\s,;]+(.*))?$`, 's')

function readPlace(text: string): Said | null {
  const [, latitude, longitude, name = ''] = place.exec(text) ?? []
  const at = { latitude: Number(latitude), longitude: Number(longitude) }
  const isThere = Math.abs(at.latitude) <= 90 && Math.abs(at.longitude) <= 180
  return isThere ? { kind: 'place', ...at, name } : null
}
