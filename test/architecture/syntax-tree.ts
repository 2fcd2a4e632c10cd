import { parseSync } from 'vite';
import type { SourceFile } from './source-files';

/** A node of the syntax tree; what a property holds is looked at by whoever needs it. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [property: string]: unknown;
}

/** A comment with its place. */
export interface Comment {
  readonly type: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A parsed file. */
export interface SyntaxTree {
  readonly program: SyntaxNode;
  readonly comments: readonly Comment[];
}

/**
 * Parses TypeScript, TSX or a script.
 * @throws Error when the text is not valid: a file that cannot be read cannot be called clean
 */
export function parse(file: SourceFile): SyntaxTree {
  const result = parseSync(file.path, file.text);
  const [problem] = result.errors;
  if (problem !== undefined) throw new Error(`${file.path}: ${problem.message}`);
  const program: unknown = result.program;
  if (!isNode(program)) throw new Error(`${file.path}: no syntax tree`);
  return { program, comments: result.comments };
}

/** Every node of a tree, parents before children. */
export function* nodesOf(root: SyntaxNode): Generator<SyntaxNode> {
  yield root;
  for (const value of Object.values(root)) {
    if (isNode(value)) yield* nodesOf(value);
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) yield* nodesOf(item);
  }
}

/** True for anything that looks like a node. */
export function isNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
  );
}

/** The line that an offset is on, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
