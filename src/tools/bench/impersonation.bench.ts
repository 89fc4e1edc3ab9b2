/** Whether addresses that look like a ministry's or a firm's are found, and nobody else is accused: a set to tune on and a
 * sealed one, of which only these figures are looked at. Beside it what is known without us: the name or the domain's own
 * label standing in the address as it is written. */
import { readFileSync } from 'node:fs'
import { createOwners, type OwnAddress } from '#engine'
import { loadLookalikeWords, loadOfficial, loadPlatforms, loadShippedLists } from '../../lists/index.ts'
import { type Bench, figure } from './form.ts'

const home = new URL('../../../', import.meta.url).pathname
const content = `${home}content`

/** The addresses of one set, and what is known of their owners. */
export function readLookalikes(set: 'dev' | 'seal') {
  const rows = readFileSync(`${home}test/engine/ad/lookalikes/${set}.tsv`, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'))
  const ours = rows.flatMap(([label, , owner = '', addresses = '']) =>
    label !== 'own'
      ? []
      : addresses.split(' ').map(
          (value): OwnAddress => ({
            owner: `PT ${owner}`,
            sort: 'firm',
            kind: value.includes(':') ? 'account' : 'domain',
            value,
          }),
        ),
  )
  const own = [...loadOfficial(content), ...ours]
  const firms = new Set(
    loadShippedLists(`${content}/agencies`)
      .flatMap(({ statements }) => statements)
      .map(({ name }) => name.toLowerCase().replace(/[^a-z0-9]/g, '')),
  )
  const owners = createOwners({
    own,
    firms,
    words: loadLookalikeWords(content),
    book: loadPlatforms(`${content}/platforms.md`),
  })
  const of = (label: string) =>
    rows.flatMap(([each, sort = '', , address = '']) => (each === label ? [{ sort, address }] : []))
  return { own, owners, fakes: of('fake'), reals: of('real') }
}

export const bench: Bench = {
  name: 'impersonation',
  async run() {
    return (['dev', 'seal'] as const).flatMap((set) => {
      const { own, owners, fakes, reals } = readLookalikes(set)
      // As an address in a text comes to us: letters of other scripts as `xn--…`.
      const judge = (address: string) =>
        owners.judge(/[:@]/.test(address) ? address : new URL(`https://${address}`).hostname)
      const labels = own.map(({ kind, value }) =>
        kind === 'domain' ? value.replace(/\..*/, '') : value.replace(/.*:/, ''),
      )
      const plainly = (address: string) => labels.some((label) => address.includes(label))
      const found = fakes.filter(({ sort, address }) => judge(address)?.sort === sort)
      const accused = reals.filter(({ address }) => judge(address) !== null)
      const began = performance.now()
      for (const { address } of [...fakes, ...reals]) judge(address)
      const each = (performance.now() - began) / (fakes.length + reals.length)
      if (process.env['LOOK'] === set && set === 'dev')
        console.error(
          fakes.filter((one) => !found.includes(one)),
          accused.map(({ address }) => [address, judge(address)]),
        )
      return [
        figure({
          name: `look-alikes found, ${set}`,
          unit: 'share',
          target: 0.98,
          better: 'higher',
          values: [found.length / fakes.length],
          reference: {
            addresses: fakes.length,
            missed: count(fakes.filter((one) => !found.includes(one)).map(({ sort }) => sort)),
            namePlainlyInIt: fakes.filter(({ address }) => plainly(address)).length / fakes.length,
          },
        }),
        figure({
          name: `real or unrelated addresses accused, ${set}`,
          unit: 'addresses',
          target: 0,
          better: 'lower',
          values: [accused.length],
          reference: {
            addresses: reals.length,
            accusedBySort: count(accused.map(({ sort }) => sort)),
            namePlainlyInIt: reals.filter(({ address }) => plainly(address)).length,
            microsecondsEach: Number((each * 1000).toPrecision(3)),
          },
        }),
      ]
    })
  },
}

function count(sorts: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...new Set(sorts)].map((sort) => [sort, sorts.filter((each) => each === sort).length]),
  )
}
