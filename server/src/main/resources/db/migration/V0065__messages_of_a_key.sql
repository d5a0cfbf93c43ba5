-- How often something was encrypted under each data key: with random nonces a key of AES-GCM may encrypt 2^32 messages (NIST SP 800-38D section 8.3). Every node
-- counts in memory and adds what it has counted every few seconds. What was encrypted before is counted as far as the grants tell: two tokens for each of
-- their versions.
-- Allow rows: a data key is a row, so there is a handful of them; the grants are only read
-- The release before works on and counts nothing.
-- Undo: drop the column and revoke the grant. Lost: the counts.
alter table data_keys add column messages bigint not null default 0;
grant update (messages) on data_keys to ${system};
update data_keys set messages = (select coalesce(sum(version), 0) * 2 from grants) where retired_at is null and destroyed_at is null;
