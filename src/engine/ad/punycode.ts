/** Names of sites with letters of other scripts, as they are shown (RFC 3492): `xn--kmnaker-...` → `kеmnaker`. */

const base = 36
const tMin = 1
const tMax = 26
const skew = 38
const damp = 700
const firstBias = 72
const firstCode = 128

/** A host with each `xn--` label decoded; a label that is no punycode stays as it is. */
export function decodeHost(host: string): string {
  return host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join('.')
}

function decodeLabel(encoded: string): string | null {
  const last = encoded.lastIndexOf('-')
  const points = [...(last > 0 ? encoded.slice(0, last) : '')].map((letter) => letter.charCodeAt(0))
  let [code, bias, place] = [firstCode, firstBias, 0]
  let at = last > 0 ? last + 1 : 0
  while (at < encoded.length) {
    const before = place
    for (let weight = 1, k = base; ; k += base) {
      const digit = digitOf(encoded.charCodeAt(at++))
      if (digit === null) return null
      place += digit * weight
      const threshold = Math.min(tMax, Math.max(tMin, k - bias))
      if (digit < threshold) break
      weight *= base - threshold
      if (!Number.isSafeInteger(weight)) return null
    }
    const count = points.length + 1
    bias = adapt(place - before, count, before === 0)
    code += Math.floor(place / count)
    if (code > 0x10ffff) return null
    place %= count
    points.splice(place++, 0, code)
  }
  return points.length === 0 ? null : String.fromCodePoint(...points)
}

function digitOf(code: number): number | null {
  if (code >= 48 && code < 58) return code - 22
  const letter = (code | 32) - 97
  return letter >= 0 && letter < 26 ? letter : null
}

function adapt(delta: number, count: number, isFirst: boolean): number {
  let left = isFirst ? Math.floor(delta / damp) : delta >> 1
  left += Math.floor(left / count)
  let k = 0
  for (; left > ((base - tMin) * tMax) >> 1; k += base) left = Math.floor(left / (base - tMin))
  return k + Math.floor(((base - tMin + 1) * left) / (left + skew))
}
