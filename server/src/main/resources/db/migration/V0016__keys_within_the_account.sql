-- Row-level security looks at a row's account_id; foreign keys and unique indexes do not. Under an account of one's own a row could be hung on
-- another account's grant, integration or stream: to be in the way of that account's next one (an intent for its grant stopped its refreshes), or
-- to learn from the refusal that it is there. Here the account becomes part of every key that points at another table's row.
--
-- The previous release writes such keys rightly, and works on. Its "on conflict" names the keys (grant_id) and (stream_id, part, upstream_id), so these
-- two stay as they are; the policies look first whether the grant or stream is the account's own, and no row of another account reaches the index.
--
-- A database in which a row points across accounts already is refused with the name of the key: look at that row before anything else.
-- The keys of consents, receipts, runs and records are only exchanged; the new ones are checked against every row, while nobody writes to that table.
--
-- Undo: put the two policies, the foreign keys and the unique indexes of V0006, V0007 and V0008 back. Nothing would be lost but the protection.

alter table grants add constraint grants_of_account unique (account_id, id);
drop index grants_account;

alter table integrations add constraint integrations_of_account unique (account_id, id);
create unique index integrations_grant_of_account on integrations (account_id, grant_id) where grant_id is not null;
drop index integrations_grant;
alter table integrations add constraint integrations_grant_fkey foreign key (account_id, grant_id) references grants (account_id, id);

alter table refresh_intents
    drop constraint refresh_intents_grant_id_fkey,
    add constraint refresh_intents_grant_fkey foreign key (account_id, grant_id) references grants (account_id, id) on delete cascade;
alter policy app_own on refresh_intents with check (
    account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid)
    and exists (select 1 from grants g where g.id = grant_id));

alter table pending_revocations
    add constraint pending_revocations_integration_fkey foreign key (account_id, integration_id) references integrations (account_id, id)
        on delete cascade;
alter table pending_grants
    add constraint pending_grants_integration_fkey foreign key (account_id, integration_id) references integrations (account_id, id)
        on delete cascade;
alter table connect_tickets
    add constraint connect_tickets_integration_fkey foreign key (account_id, integration_id) references integrations (account_id, id)
        on delete cascade;
alter table consents
    drop constraint consents_integration_id_fkey,
    add constraint consents_integration_fkey foreign key (account_id, integration_id) references integrations (account_id, id) on delete cascade;
alter table receipts
    drop constraint receipts_integration_id_fkey,
    add constraint receipts_integration_fkey foreign key (account_id, integration_id) references integrations (account_id, id) on delete cascade;

create unique index streams_one_per_integration_of_account on streams (account_id, integration_id, name);
drop index streams_one_per_integration;
drop index streams_account;
alter table streams
    drop constraint streams_integration_id_fkey,
    add constraint streams_integration_fkey foreign key (account_id, integration_id) references integrations (account_id, id) on delete cascade,
    add constraint streams_grant_fkey foreign key (account_id, grant_id) references grants (account_id, id),
    add constraint streams_of_account unique (account_id, integration_id, id);

-- With the integration in the key, a run or record cannot name another one than its stream's; one look-up a row as before.
alter table runs
    drop constraint runs_stream_id_fkey,
    add constraint runs_stream_fkey foreign key (account_id, integration_id, stream_id) references streams (account_id, integration_id, id)
        on delete cascade;
alter table records
    drop constraint records_stream_id_fkey,
    add constraint records_stream_fkey foreign key (account_id, integration_id, stream_id) references streams (account_id, integration_id, id)
        on delete cascade;
alter policy app_own on records with check (
    account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid)
    and stream_id in (select s.id from streams s));
