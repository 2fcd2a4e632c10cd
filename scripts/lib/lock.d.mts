export function withLock<T>(file: string, work: () => Promise<T>, limitMs?: number): Promise<T>;
