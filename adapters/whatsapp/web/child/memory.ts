/** What a browser and all its processes use of memory, each shared page counted once. */
import { readdirSync, readFileSync } from 'node:fs'

/** Proportional set size in MiB (proc(5), smaps_rollup); null where there is no /proc. */
export function memoryOf(root: number): number | null {
  const parents = new Map<number, number>()
  for (const name of listed('/proc')) {
    const pid = Number(name)
    const parent = Number.isInteger(pid) ? parentOf(pid) : null
    if (parent !== null) parents.set(pid, parent)
  }
  if (!parents.has(root)) return null
  const belongs = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true
    return false
  }
  const kib = [...parents.keys()].filter(belongs).reduce((sum, pid) => sum + pssOf(pid), 0)
  return Math.round(kib / 1024)
}

function parentOf(pid: number): number | null {
  const stat = read(`/proc/${pid}/stat`)
  const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
  return parent === undefined ? null : Number(parent)
}

function pssOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0)
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
