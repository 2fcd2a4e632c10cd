import type Database from 'better-sqlite3';
import type { ObjectTypeName } from './object-types';
import { prepared } from './prepared';

/** Object types whose records move through pipelines. */
export type PipelineType = Extract<ObjectTypeName, 'deals' | 'tickets'>;

/** One stage of a pipeline (facts section 9). */
export type PipelineStage = {
  readonly id: string;
  readonly label: string;
  readonly isClosed: boolean;
  /** Deals only: "0.0" to "1.0"; a closed stage with "1.0" is won. */
  readonly probability: string | null;
  readonly isArchived: boolean;
};

/** One pipeline. An archived stage is shown by no call, although records may still be in it. */
export type Pipeline = { readonly id: string; readonly label: string; readonly stages: readonly PipelineStage[] };

const deals: readonly Pipeline[] = [
  {
    id: 'default',
    label: 'Sales Pipeline',
    stages: [
      dealStage('appointmentscheduled', 'Appointment Scheduled', '0.2'),
      dealStage('qualifiedtobuy', 'Qualified To Buy', '0.4'),
      dealStage('presentationscheduled', 'Presentation Scheduled', '0.6'),
      dealStage('decisionmakerboughtin', 'Decision Maker Bought-In', '0.8'),
      dealStage('contractsent', 'Contract Sent', '0.9'),
      dealStage('closedwon', 'Closed Won', '1.0', true),
      dealStage('closedlost', 'Closed Lost', '0.0', true),
    ],
  },
  {
    id: '20811003',
    label: '代理店販売',
    stages: [
      dealStage('1234567', '商談中', '0.3'),
      dealStage('1234568', '見積提出', '0.6'),
      { ...dealStage('1234569', '旧見積', '0.5'), isArchived: true },
      dealStage('1234570', '受注', '1.0', true),
      dealStage('1234571', '失注', '0.0', true),
    ],
  },
];
const tickets: readonly Pipeline[] = [
  {
    id: '0',
    label: 'Support Pipeline',
    stages: [
      ticketStage('1', 'New'),
      ticketStage('2', 'Waiting on contact'),
      ticketStage('3', 'Waiting on us'),
      ticketStage('4', 'Closed', true),
    ],
  },
  {
    id: '9100021',
    label: '修理',
    stages: [
      ticketStage('9100022', '受付'),
      ticketStage('9100023', '修理中'),
      { ...ticketStage('9100024', '部品待ち'), isArchived: true },
      ticketStage('9100025', '返送済み', true),
    ],
  },
];

/** Pipelines as an account starts with them. */
export const standardPipelines: Readonly<Record<PipelineType, readonly Pipeline[]>> = { deals, tickets };

/** Pipelines of the accounts: the standard ones, with the labels and archived states that the scenario changed. */
export class PipelineStore {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** Pipelines of an account, archived stages included. */
  of(accountId: number, type: PipelineType): readonly Pipeline[] {
    const rows = prepared<[number, string], { stage: string; label: string; archived: number }>(
      this.#database,
      'SELECT stage, label, archived FROM hs_pipeline_stage WHERE account = ? AND type = ?',
    ).all(accountId, type);
    const changed = new Map(rows.map((row) => [row.stage, row]));
    return standardPipelines[type].map((pipeline) => ({
      ...pipeline,
      stages: pipeline.stages.map((stage) => {
        const row = changed.get(stage.id);
        return row === undefined ? stage : { ...stage, label: row.label, isArchived: row.archived === 1 };
      }),
    }));
  }

  /** The stage with this id, archived or not. */
  stage(accountId: number, type: PipelineType, id: string): PipelineStage | undefined {
    return this.of(accountId, type)
      .flatMap(({ stages }) => stages)
      .find((stage) => stage.id === id);
  }

  /** Renames a stage, archives it or brings it back. */
  change(accountId: number, type: PipelineType, stage: PipelineStage): void {
    prepared(this.#database, 'INSERT OR REPLACE INTO hs_pipeline_stage VALUES (?, ?, ?, ?, ?)').run(
      accountId,
      type,
      stage.id,
      stage.label,
      stage.isArchived ? 1 : 0,
    );
  }
}

function dealStage(id: string, label: string, probability: string, isClosed = false): PipelineStage {
  return { id, label, probability, isClosed, isArchived: false };
}

function ticketStage(id: string, label: string, isClosed = false): PipelineStage {
  return { id, label, probability: null, isClosed, isArchived: false };
}
