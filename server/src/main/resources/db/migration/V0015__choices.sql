-- Choices after consent: which Page, which channel. Undo: drop the columns, delete pending_grants of kind 'choice' and put the narrower check and the
-- function of V0012 back. Lost: choices that wait (their tokens are not revoked then), and which thing of an account an integration is, by its id;
-- its subject still says so.
alter table integrations add column chosen_id text;
alter table pending_grants add column chosen_id text;
alter table pending_grants add column chosen_name text;
alter table pending_grants add column option_ids text[] not null default '{}';
alter table pending_grants add column option_names text[] not null default '{}';
alter table pending_grants add column option_notes text[] not null default '{}';
alter table pending_grants drop constraint pending_grants_kind_check;
alter table pending_grants add constraint pending_grants_kind_check check (kind in ('other_account', 'shortfall', 'choice'));

-- As before, and what waits for a choice counts as living: a choice that is given up must not end the consent on which another one still waits.
create or replace function live_siblings_among(providers text[], subject text, at_registration text) returns bigint
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select (select count(*) from public.grants g
                  where g.provider = any (providers) and coalesce(g.consent_subject, g.upstream_subject) = subject
                    and (at_registration is null or g.registration = at_registration) and g.state <> 'ended'
                    and public.current_account() is not null)
               + (select count(*) from public.pending_grants p
                  where p.provider = any (providers) and coalesce(p.consent_subject, p.upstream_subject) = subject
                    and (at_registration is null or p.registration = at_registration)
                    and public.current_account() is not null) $$;
