-- What came from an older installation. A part is an account, or one grant of it; its line stands here in the transaction that wrote it, so an import
-- that is killed goes on where it was, and one that is run again finds what is there. Both codes are HMACs under SECRET_KEY.
-- Undo: drop the table and the columns. Lost: a file run again would refuse every line, because its addresses and identities are taken; which consent
-- was brought over; what the older installation said of an address.
create table imported_parts (
    part_code   bytea primary key,
    account_id  uuid not null references accounts (account_id) on delete cascade,
    content     bytea not null,
    imported_at timestamptz not null
);
create index imported_parts_account on imported_parts (account_id);
call isolate('imported_parts');
create policy system_read on imported_parts for select to ${system} using (true);
grant select, insert on imported_parts to ${app};
grant select on imported_parts to ${system};

-- Not what a person agreed to here, but what they had agreed to there.
alter table consents add column imported boolean not null default false;

-- Null where no older installation said anything about it.
alter table accounts add column email_verified boolean;
