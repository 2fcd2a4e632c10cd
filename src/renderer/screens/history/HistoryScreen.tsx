import './history.css';
import '../../components/contact/contact.css';
import { syncRunIdSchema } from '../../../shared/model/ids';
import { RunDetail } from './RunDetail';
import { RunList } from './RunList';

/** Every sync run, kept a year and readable offline; one run with its counts and errors. */
export function HistoryScreen({ runId }: { readonly runId: string | null }) {
  const id = runId === null ? null : syncRunIdSchema.safeParse(runId);
  return id?.success === true ? <RunDetail key={id.data} id={id.data} /> : <RunList />;
}
