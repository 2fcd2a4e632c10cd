import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';

interface Undo {
  /** What was done. */
  readonly message: string;
  /** On the button that takes it back. */
  readonly label: string;
  readonly run: () => void;
}

let shown = 0;

/** Says what was done and offers to take it back for a while. */
export function showUndo({ message, label, run }: Undo): void {
  shown += 1;
  const id = `undo-${shown}`;
  notifications.show({
    id,
    autoClose: 10_000,
    message: (
      <span className="lumo-undo">
        {message}
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(id);
            run();
          }}
        >
          {label}
        </Button>
      </span>
    ),
  });
}
