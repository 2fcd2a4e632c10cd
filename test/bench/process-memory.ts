import { readdirSync, readFileSync } from 'node:fs';

/** Memory of a process and all that it started, in bytes: proportional (PSS) and resident (RSS). Null where /proc is missing. */
export function treeMemory(rootPid: number): { pss: number; rss: number; processes: number } | null {
  try {
    const parents = new Map<number, number>();
    for (const name of readdirSync('/proc')) {
      const pid = Number(name);
      const parent = Number.isInteger(pid) ? parentOf(pid) : null;
      if (parent !== null) parents.set(pid, parent);
    }
    const isBelow = (pid: number): boolean => {
      for (let at: number | undefined = pid; at !== undefined && at > 0; at = parents.get(at)) {
        if (at === rootPid) return true;
      }
      return false;
    };
    const sum = { pss: 0, rss: 0, processes: 0 };
    for (const pid of parents.keys()) {
      const memory = isBelow(pid) ? memoryOf(pid) : null;
      if (memory === null) continue;
      sum.pss += memory.pss;
      sum.rss += memory.rss;
      sum.processes++;
    }
    return sum;
  } catch {
    return null;
  }
}

function parentOf(pid: number): number | null {
  try {
    // The name in parentheses may hold anything; the parent is the second field behind it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

function memoryOf(pid: number): { pss: number; rss: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
    return { pss: kilobytes('Pss') * 1024, rss: kilobytes('Rss') * 1024 };
  } catch {
    return null;
  }
}
