/**
 * The match desk, contacts that make themselves, and links that customers confirm. `match_desk` has one row for each
 * friend without a contact; triggers keep it, whoever makes or cuts a link, so that a window of 100,000 unlinked friends
 * is read from one index.
 */
export const linksSchema = `
CREATE TABLE match_desk (
  friend_id INTEGER PRIMARY KEY REFERENCES friend (id) ON DELETE CASCADE, bot_user_id TEXT NOT NULL,
  view TEXT NOT NULL DEFAULT 'open' CHECK (view IN ('open', 'setAside', 'requested')),
  active_at INTEGER NOT NULL -- the newest message or the adding, whichever is later; 0 = neither is known
) STRICT;
CREATE INDEX match_desk_by_view ON match_desk (view, active_at DESC, friend_id DESC, bot_user_id);
-- how many there are, counted along: every screen shows it
CREATE TABLE match_desk_count (
  bot_user_id TEXT NOT NULL, view TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (bot_user_id, view)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER match_desk_counted_in AFTER INSERT ON match_desk BEGIN
  INSERT INTO match_desk_count VALUES (new.bot_user_id, new.view, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER match_desk_counted_out AFTER DELETE ON match_desk BEGIN
  UPDATE match_desk_count SET n = n - 1 WHERE bot_user_id = old.bot_user_id AND view = old.view;
END;
CREATE TRIGGER match_desk_counted_over AFTER UPDATE OF view ON match_desk WHEN new.view <> old.view BEGIN
  UPDATE match_desk_count SET n = n - 1 WHERE bot_user_id = old.bot_user_id AND view = old.view;
  INSERT INTO match_desk_count VALUES (new.bot_user_id, new.view, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;

INSERT INTO match_desk (friend_id, bot_user_id, active_at)
SELECT friend.id, friend.bot_user_id, max(coalesce(friend.followed_at, 0), coalesce((SELECT max(last_message_at) FROM conversation WHERE friend_id = friend.id), 0))
FROM friend WHERE NOT EXISTS (SELECT 1 FROM id_link WHERE id_link.friend_id = friend.id);

CREATE TRIGGER match_desk_new_friend AFTER INSERT ON friend BEGIN
  INSERT INTO match_desk (friend_id, bot_user_id, active_at) VALUES (new.id, new.bot_user_id, coalesce(new.followed_at, 0));
END;
CREATE TRIGGER match_desk_followed AFTER UPDATE OF followed_at ON friend WHEN new.followed_at IS NOT NULL AND new.followed_at IS NOT old.followed_at BEGIN
  UPDATE match_desk SET active_at = new.followed_at WHERE friend_id = new.id AND active_at < new.followed_at;
END;
CREATE TRIGGER match_desk_wrote AFTER UPDATE OF last_message_at ON conversation
WHEN new.friend_id IS NOT NULL AND new.last_message_at IS NOT NULL AND new.last_message_at IS NOT old.last_message_at BEGIN
  UPDATE match_desk SET active_at = new.last_message_at WHERE friend_id = new.friend_id AND active_at < new.last_message_at;
END;
CREATE TRIGGER match_desk_linked AFTER INSERT ON id_link BEGIN
  DELETE FROM match_desk WHERE friend_id = new.friend_id;
  DELETE FROM contact_creation WHERE friend_id = new.friend_id;
  DELETE FROM sync_problem WHERE record_kind = 'friend' AND record_id = CAST(new.friend_id AS TEXT) AND property = '';
END;
CREATE TRIGGER match_desk_unlinked AFTER DELETE ON id_link BEGIN
  INSERT OR IGNORE INTO match_desk (friend_id, bot_user_id, active_at)
  SELECT friend.id, friend.bot_user_id, max(coalesce(friend.followed_at, 0), coalesce((SELECT max(last_message_at) FROM conversation WHERE friend_id = friend.id), 0))
  FROM friend WHERE friend.id = old.friend_id;
END;

-- a person cut the link: nothing makes another contact for this friend by itself
CREATE TABLE unlinked_by_person (
  friend_id INTEGER PRIMARY KEY REFERENCES friend (id) ON DELETE CASCADE, contact_hubspot_id TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;

-- contacts to be made for friends who came or wrote: a row is made with the event and goes when the friend has a contact
CREATE TABLE contact_creation (
  friend_id INTEGER PRIMARY KEY REFERENCES friend (id) ON DELETE CASCADE, reason TEXT NOT NULL CHECK (reason IN ('follow', 'message')),
  -- waiting = to be tried; refused = tried again later; ambiguous = a person decides at the match desk
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'refused', 'ambiguous')),
  created_at INTEGER NOT NULL, next_attempt_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, problem TEXT
) STRICT;
CREATE INDEX contact_creation_due ON contact_creation (next_attempt_at) WHERE state <> 'ambiguous';

CREATE TABLE link_request (
  id TEXT PRIMARY KEY, friend_id INTEGER NOT NULL REFERENCES friend (id) ON DELETE CASCADE, contact_hubspot_id TEXT NOT NULL,
  contact_name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'opened', 'linked', 'failed', 'expired', 'cancelled')),
  nonce_hash TEXT NOT NULL UNIQUE, message_client_id TEXT NOT NULL, sent_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, finished_at INTEGER,
  replaced_contact_id TEXT, -- the contact that the friend was linked to before this request linked another one
  problem TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX link_request_by_friend ON link_request (friend_id, sent_at);
CREATE INDEX link_request_by_contact ON link_request (contact_hubspot_id);
CREATE INDEX id_link_restore_by_contact ON id_link_restore (contact_hubspot_id);
CREATE TRIGGER link_request_gone AFTER DELETE ON link_request BEGIN
  UPDATE match_desk SET view = 'open' WHERE friend_id = old.friend_id AND view = 'requested'
    AND NOT EXISTS (SELECT 1 FROM link_request r WHERE r.friend_id = old.friend_id AND r.state IN ('sending', 'sent', 'opened'));
END;
CREATE INDEX link_request_open ON link_request (expires_at) WHERE state IN ('sending', 'sent', 'opened');

-- numbers under which an account was connected before: HubSpot still holds its LINE User IDs under them
CREATE TABLE former_number (
  bot_user_id TEXT NOT NULL, sequence_number INTEGER NOT NULL, PRIMARY KEY (bot_user_id, sequence_number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER former_number_kept AFTER DELETE ON official_account BEGIN
  INSERT OR IGNORE INTO former_number VALUES (old.bot_user_id, old.sequence_number);
END;

-- contacts that were made about the time at which a friend came
CREATE INDEX contact_by_created ON contact (created_at);
`;
