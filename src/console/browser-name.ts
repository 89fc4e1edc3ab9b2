/** What somebody calls the browser they sit at: enough to tell their own sessions apart, and no more. */

/** The first that fits: each of these also says the name of those below it. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Headless)?Chrom(e|ium)\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** `Chrome · Android`; empty when it says nothing we know. `agent`: the header User-Agent. */
export function browserName(agent: string): string {
  return [browsers, systems]
    .flatMap((known) => known.find(([sign]) => sign.test(agent))?.[1] ?? [])
    .join(' · ')
}
