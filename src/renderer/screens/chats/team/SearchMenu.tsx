import './team.css';
import { Combobox, useCombobox } from '@mantine/core';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { type ReactElement, type ReactNode, type RefObject, useEffect, useImperativeHandle, useState } from 'react';
import { isNameTaken, type MatchOption, matchOptions } from './match-options';

/** What the screen's keys can ask of a menu. */
export interface SearchMenuHandle {
  readonly open: () => void;
}

export interface SearchMenuOption extends MatchOption {
  readonly icon?: ReactNode;
  /** At the right: a key, a count. */
  readonly aside?: ReactNode;
  readonly isChosen?: boolean;
}

interface SearchMenuProps {
  readonly options: readonly SearchMenuOption[];
  readonly searchLabel: string;
  readonly emptyText: string;
  readonly onPick: (value: string) => void;
  /** Given where what was typed can become a new option. */
  readonly create?: { readonly label: (text: string) => string; readonly run: (text: string) => void };
  /** The button that opens it. */
  readonly target: (state: { readonly isOpen: boolean; readonly toggle: () => void }) => ReactElement<{
    ref?: RefObject<HTMLButtonElement>;
  }>;
  readonly handle?: RefObject<SearchMenuHandle | null>;
  /** Leaves it open for further choices. */
  readonly staysOpen?: boolean;
  readonly maxText?: number;
  /** Below the options. */
  readonly footer?: ReactNode;
}

const createValue = '+';

/**
 * A button with a menu that is searched by typing: the field holds the focus, arrow keys move, Enter takes, Escape
 * closes and gives the focus back. An Enter of an input method takes nothing.
 */
export function SearchMenu(props: SearchMenuProps) {
  const { options, searchLabel, emptyText, onPick, create, target, handle, staysOpen = false, maxText = 100 } = props;
  const { footer } = props;
  const [text, setText] = useState('');
  const box = useCombobox({
    onDropdownOpen: () => box.focusSearchInput(),
    onDropdownClose: () => {
      box.resetSelectedOption();
      setText('');
    },
  });
  useImperativeHandle(handle, () => ({ open: () => box.openDropdown() }));
  const shown = matchOptions(options, text);
  const made = create !== undefined && text.trim() !== '' && !isNameTaken(options, text) ? create : null;
  const isOpen = box.dropdownOpened;
  const marks = `${isOpen} ${shown.map((option) => option.value).join()} ${made !== null}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first line is chosen anew whenever other lines are shown
  useEffect(() => {
    if (isOpen) box.selectFirstOption();
  }, [marks]);

  const submit = (value: string): void => {
    if (value === createValue) made?.run(text.trim());
    else onPick(value.slice(1));
    setText('');
    if (staysOpen) return;
    box.closeDropdown();
    box.focusTarget();
  };
  return (
    <Combobox store={box} width={270} position="bottom-start" shadow="md" onOptionSubmit={submit} withinPortal>
      <Combobox.Target targetType="button" withAriaAttributes={false} withKeyboardNavigation={false}>
        {target({ isOpen, toggle: () => box.toggleDropdown() })}
      </Combobox.Target>
      <Combobox.Dropdown className="team-menu">
        <Combobox.Search
          value={text}
          maxLength={maxText}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
            event.stopPropagation();
            box.closeDropdown();
            box.focusTarget();
          }}
          placeholder={searchLabel}
          aria-label={searchLabel}
        />
        <Combobox.Options className="team-menu-options" aria-label={searchLabel}>
          {shown.map((option) => (
            <Combobox.Option
              key={option.value}
              value={`=${option.value}`}
              active={option.isChosen === true}
              aria-checked={option.isChosen === true}
            >
              <span className="team-menu-option">
                {option.icon}
                <span className="team-menu-label">{option.label}</span>
                {option.aside}
                {option.isChosen === true ? <IconCheck size={15} aria-hidden className="team-menu-check" /> : null}
              </span>
            </Combobox.Option>
          ))}
          {made === null ? null : (
            <Combobox.Option value={createValue}>
              <span className="team-menu-option">
                <IconPlus size={15} aria-hidden />
                <span className="team-menu-label">{made.label(text.trim())}</span>
              </span>
            </Combobox.Option>
          )}
          {shown.length === 0 && made === null ? <Combobox.Empty>{emptyText}</Combobox.Empty> : null}
        </Combobox.Options>
        {footer === undefined ? null : <Combobox.Footer>{footer}</Combobox.Footer>}
      </Combobox.Dropdown>
    </Combobox>
  );
}
