/** Alert rules of `docs/alerts.yaml`, evaluated on pages of metrics: of PromQL only the few forms that stand there. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'

const file = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.object({ severity: z.enum(['page', 'ticket']) }),
          annotations: z.object({ summary: z.string(), do: z.string() }),
        }),
      ),
    }),
  ),
})
export type Rule = z.infer<typeof file>['groups'][number]['rules'][number]

export function readRules(): readonly Rule[] {
  const text = readFileSync(join(import.meta.dirname, '../../docs/alerts.yaml'), 'utf8')
  return file.parse(parse(text)).groups.flatMap(({ rules }) => rules)
}

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export function readPage(page: string): readonly Sample[] {
  return page.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    if (name === undefined || value === undefined) return []
    return [{ name, labels: labelsIn(labels), value: Number(value) }]
  })
}

function labelsIn(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))
}

const selector = String.raw`(\w+)(?:\{([^}]*)\})?`
const forms = {
  increase: new RegExp(String.raw`^increase\(${selector}\[\d+[mh]\]\) (>) (\d+)$`),
  number: new RegExp(String.raw`^${selector} (>|<|==) (\d+)$`),
  metric: new RegExp(String.raw`^${selector} (>|<) (\w+)$`),
  time: new RegExp(String.raw`^${selector} (<) time\(\) - (\d+)$`),
}

/** The metrics that an expression reads. */
export function metricsOf(expr: string): readonly string[] {
  return [...expr.matchAll(/\b(?:(?:tanya|messaging|process)_\w+|up)\b/g)].map(([name]) => name)
}

/** Whether the expression is true after `before` became `after`. Throws for a form that is not known here. */
export function isTrue(expr: string, before: readonly Sample[], after: readonly Sample[]): boolean {
  const chosen = (page: readonly Sample[], name = '', wanted = '') =>
    page.filter(
      (sample) =>
        sample.name === name &&
        Object.entries(labelsIn(wanted)).every(([label, value]) => sample.labels[label] === value),
    )
  const increase = forms.increase.exec(expr)
  if (increase !== null) {
    const [, name, wanted, , bound] = increase
    return chosen(after, name, wanted).some((now) => {
      const then = chosen(before, name, wanted).find((each) => sameLabels(each, now))
      // As in Prometheus: what was not there before did not rise.
      return then !== undefined && now.value - then.value > Number(bound)
    })
  }
  const time = forms.time.exec(expr)
  if (time !== null)
    return chosen(after, time[1], time[2]).some(({ value }) => value < Date.now() / 1_000 - Number(time[4]))
  const number = forms.number.exec(expr)
  if (number !== null)
    return chosen(after, number[1], number[2]).some(({ value }) => holds(value, number[3], Number(number[4])))
  const metric = forms.metric.exec(expr)
  if (metric === null) throw new Error(`no known form: ${expr}`)
  const others = chosen(after, metric[4])
  return chosen(after, metric[1], metric[2]).some((each) =>
    others.some((other) => sameLabels(each, other) && holds(each.value, metric[3], other.value)),
  )
}

function sameLabels(one: Sample, other: Sample): boolean {
  return (
    JSON.stringify(Object.entries(one.labels).sort()) === JSON.stringify(Object.entries(other.labels).sort())
  )
}

function holds(left: number, sign: string | undefined, right: number): boolean {
  if (sign === '>') return left > right
  return sign === '<' ? left < right : left === right
}
