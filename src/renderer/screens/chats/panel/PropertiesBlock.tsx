import { ActionIcon, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactDetail } from '../../../../shared/model/contact';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import { useSettings } from '../../../bridge/useSettings';
import { ContactProperties } from '../../../components/contact/ContactProperties';
import { FoldSection } from '../../../components/contact/FoldSection';
import { usePropertyLabel } from '../../../components/property-label';
import { SearchMenu, type SearchMenuHandle } from '../team/SearchMenu';
import { splitProperties } from './panel-properties';

interface PropertiesBlockProps {
  readonly contact: ContactDetail;
  readonly chooser: RefObject<SearchMenuHandle | null>;
}

/** The chosen properties of the contact, edited in place, and the choice of them; the other synced ones at a click. */
export function PropertiesBlock({ contact, chooser }: PropertiesBlockProps) {
  const { t } = useTranslation('chats');
  const labelOf = usePropertyLabel();
  const [{ panelProperties, foldedSections }, change] = useSettings();
  const [isAllShown, setAllShown] = useState(false);
  const { shown, rest } = splitProperties(contact.properties, panelProperties);
  const chosen = new Set(shown.map((property) => property.name));
  const toggle = (name: string): void => {
    const names = contact.properties
      .map((property) => property.name)
      .filter((each) => chosen.has(each) !== (each === name));
    // a choice of properties that this contact lacks for now stays
    const others = (panelProperties ?? []).filter((each) => !contact.properties.some(({ name: own }) => own === each));
    change({ panelProperties: [...names, ...others] });
  };
  const label = t('panel.chooseProperties');
  return (
    <FoldSection
      name="fields"
      className="chat-panel-section"
      title={t('panel.properties')}
      aside={
        foldedSections.includes('fields') ? null : (
          <SearchMenu
            handle={chooser}
            staysOpen
            searchLabel={t('panel.findProperty')}
            emptyText={t('panel.noProperty')}
            options={contact.properties.map((property) => ({
              value: property.name,
              label: labelOf(property),
              words: property.name,
              isChosen: chosen.has(property.name),
            }))}
            onPick={toggle}
            footer={
              <>
                <p className="team-menu-hint">{t('panel.propertiesHint')}</p>
                <UnstyledButton className="team-menu-link" onClick={() => goTo(places.syncData('contact'))}>
                  {t('panel.addToSync')}
                </UnstyledButton>
                {panelProperties === null ? null : (
                  <UnstyledButton className="team-menu-link" onClick={() => change({ panelProperties: null })}>
                    {t('panel.usual')}
                  </UnstyledButton>
                )}
              </>
            }
            target={({ isOpen, toggle: open }) => (
              <Tooltip label={label} disabled={isOpen}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={label}
                  aria-haspopup="listbox"
                  aria-expanded={isOpen}
                  onClick={open}
                >
                  <IconListCheck size={15} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
          />
        )
      }
    >
      {shown.length === 0 && contact.properties.length > 0 ? (
        <Text size="sm" c="dimmed">
          {t('panel.noneChosen')}
        </Text>
      ) : (
        <ContactProperties key={contact.id} contactId={contact.id} properties={shown} />
      )}
      {isAllShown ? <ContactProperties key={`${contact.id} rest`} contactId={contact.id} properties={rest} /> : null}
      {rest.length === 0 ? null : (
        <UnstyledButton
          className="lumo-properties-more"
          aria-expanded={isAllShown}
          onClick={() => setAllShown(!isAllShown)}
        >
          {isAllShown ? t('panel.fewerProperties') : t('panel.allProperties', { count: rest.length })}
        </UnstyledButton>
      )}
    </FoldSection>
  );
}
