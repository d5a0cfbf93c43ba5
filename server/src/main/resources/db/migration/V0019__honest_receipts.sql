-- Why a receipt says what it says; what a provider allowed beyond what was asked; tokens that nothing renews fall due at their end.
-- Undo: drop the columns. Lost: the reasons on receipts (the outcome stays), and the note of what was allowed and is never used.
alter table receipts add column why text
    check (why in ('no_endpoint', 'refused', 'no_answer', 'token_ended', 'no_token', 'unconfirmed'));
grant update (why) on receipts to ${app};
alter table consents add column beyond text[] not null default '{}';
alter table pending_grants add column beyond text[] not null default '{}';
update grants set refresh_due_at = access_expires_at
 where state = 'live' and refresh_token is null and refresh_due_at is null and access_expires_at is not null;
