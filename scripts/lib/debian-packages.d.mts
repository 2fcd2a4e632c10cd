/** What apt-get ended with, and everything that it wrote. */
export interface AptResult {
  readonly code: number;
  readonly output: string;
}
export function apt(args: readonly string[]): Promise<AptResult>;
export function aptComplaint(result: AptResult): string;
