/** Which addresses of the internet we may go to: those of the public one, and no other. Everything that is not known to
 * be public is refused, since what a stranger's name resolves to may be our own network. Pure. */
import ipaddr from 'ipaddr.js'

/** The public part of IPv6 (RFC 4291, IANA's registry): the rest is for other uses, or for none yet. */
const publicSix = ipaddr.IPv6.parseCIDR('2000::/3')
/** Ranges that the library counts as public and that are not: the old 6bone (RFC 3701), and the relays of 6to4. */
const closedSix = [ipaddr.IPv6.parseCIDR('3ffe::/16'), ipaddr.IPv6.parseCIDR('2002::/16')] as const
/** ISATAP (RFC 5214): the last half hides an IPv4 address, here and with the "universal" bit. */
const isatap = new Set([0x0000_5efe, 0x0200_5efe])

/** Azure's own service on every machine of theirs (learn.microsoft.com, "What is IP address 168.63.129.16"). */
const closedFour: ReadonlySet<string> = new Set(['168.63.129.16'])

/** Whether an address, as a resolver or a URL gives it, is one of the public internet. Takes no zone (`%eth0`). */
export function isPublic(address: string): boolean {
  // Only the forms that a resolver gives: never 0177.1 or 2130706433, which programs read in different ways.
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) {
    return ipaddr.IPv4.parse(address).range() === 'unicast' && !closedFour.has(address)
  }
  if (!/^[0-9a-f:.]+$/i.test(address) || !ipaddr.IPv6.isValid(address)) return false
  const six = ipaddr.IPv6.parse(address)
  if (six.range() !== 'unicast' || !six.match(publicSix)) return false
  const [, , , , high = 0, low = 0] = six.parts
  return !closedSix.some((range) => six.match(range)) && !isatap.has(high * 0x1_0000 + low)
}
